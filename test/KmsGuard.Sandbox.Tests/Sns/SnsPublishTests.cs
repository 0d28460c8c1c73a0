using Amazon.Runtime;
using Amazon.SimpleNotificationService;
using Amazon.SimpleNotificationService.Model;
using KmsGuard.Sandbox.Tests.Wire;
using KmsGuard.Sandbox.Wire;

namespace KmsGuard.Sandbox.Tests.Sns;

[Trait("Proof", "sandbox")]
public sealed class SnsPublishTests
{
    private const string Home = "111122223333";

    [Fact]
    public async Task A_message_arrives_with_subject_and_attributes()
    {
        await using var aws = await AwsSandbox.StartAsync(new() { Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero) });
        var topic = aws.Sns.CreateTopic(Home, "us-east-1", "alerts");
        using var sns = aws.SnsClient();

        var published = await sns.PublishAsync(new PublishRequest(topic, "größer & <kleiner>", "subject")
        {
            MessageAttributes = new()
            {
                ["kind"] = Text("DisableKey"),
                ["ids"] = new() { DataType = "String.Array", StringValue = "[1]" },
            },
        });
        var message = await aws.Sns.NextAsync(CancellationToken.None);

        message.Id.ShouldBe(published.MessageId);
        message.TopicArn.ShouldBe(topic);
        message.Message.ShouldBe("größer & <kleiner>");
        message.Subject.ShouldBe("subject");
        message.MessageStructure.ShouldBeNull();
        message.Publisher.ShouldBe("arn:aws:iam::111122223333:user/sandbox");
        message.At.Date.ShouldBe(new DateTime(2026, 3, 1));
        message.Attributes["kind"].ShouldBe(new("String", "DisableKey"));
        message.Attributes["ids"].DataType.ShouldBe("String.Array");
        aws.Sns.Messages.ShouldBe([message]);
    }

    [Fact]
    public async Task A_message_by_protocol_loses_its_attributes()
    {
        await using var aws = await AwsSandbox.StartAsync();
        var topic = aws.Sns.CreateTopic(Home, "us-east-1", "alerts");
        using var sns = aws.SnsClient();

        await sns.PublishAsync(new PublishRequest(topic, """{"default":"d","email":"e"}""")
        {
            MessageStructure = "json",
            MessageAttributes = new() { ["kind"] = Text("DisableKey") },
        });

        var message = await aws.Sns.NextAsync(CancellationToken.None);
        message.MessageStructure.ShouldBe("json");
        message.Attributes.ShouldBeEmpty();
    }

    public static TheoryData<string, string?, string?, string> Invalid() => new()
    {
        { "m", "", null, "Invalid parameter: Subject" },
        { "m", new string('s', 100), null, "Invalid parameter: Subject" },
        { "m", "two\nlines", null, "Invalid parameter: Subject" },
        { "m", "bell\a", null, "Invalid parameter: Subject" },
        { "", null, null, "Invalid parameter: Empty message" },
        { new string('m', 262_145), null, null, "Invalid parameter: Message too long" },
        { new string('ü', 131_073), null, null, "Invalid parameter: Message too long" },
        { "m", null, "xml", "Invalid parameter: MessageStructure" },
        { "m", null, "json", "Invalid parameter: Message Structure - JSON message body failed to parse" },
        { "[]", null, "json", "Invalid parameter: Message Structure - JSON message body failed to parse" },
        { """{"default":"a","default":"b"}""", null, "json", "Invalid parameter: Message Structure - JSON message body failed to parse" },
        { """{"email":"e"}""", null, "json", "Invalid parameter: Message Structure - No default entry in JSON message body" },
        { """{"default":1}""", null, "json", "Invalid parameter: Message Structure - No default entry in JSON message body" },
    };

    [Theory]
    [MemberData(nameof(Invalid))]
    public async Task A_message_that_breaks_a_rule_is_refused(string message, string? subject, string? structure, string error)
    {
        await using var aws = await AwsSandbox.StartAsync();
        var topic = aws.Sns.CreateTopic(Home, "us-east-1", "alerts");
        List<(string, string)> fields = [("Action", "Publish"), ("TopicArn", topic), ("Message", message)];
        fields.AddRange(subject is null ? [] : [("Subject", subject)]);
        fields.AddRange(structure is null ? [] : [("MessageStructure", structure)]);

        var answer = await RawRequest.QueryAsync(aws, RawRequest.Signature("sns"), [.. fields]);

        answer.Body.ShouldContain("<Code>InvalidParameter</Code>");
        answer.Body.ShouldContain($"<Message>{error}</Message>");
        aws.Sns.Messages.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("String", "", "ParameterValueInvalid")]
    [InlineData("", "v", "ParameterValueInvalid")]
    [InlineData("Text", "v", "ParameterValueInvalid")]
    [InlineData("Number", "many", "ParameterValueInvalid")]
    [InlineData("String.Array", "{}", "ParameterValueInvalid")]
    public async Task An_attribute_that_breaks_a_rule_is_refused(string type, string value, string code)
    {
        await using var aws = await AwsSandbox.StartAsync();
        var topic = aws.Sns.CreateTopic(Home, "us-east-1", "alerts");

        var answer = await RawRequest.QueryAsync(
            aws, RawRequest.Signature("sns"), ("Action", "Publish"), ("TopicArn", topic), ("Message", "m"),
            ("MessageAttributes.entry.1.Name", "a"), ("MessageAttributes.entry.1.Value.DataType", type),
            ("MessageAttributes.entry.1.Value.StringValue", value));

        answer.Body.ShouldContain($"<Code>{code}</Code>");
        aws.Sns.Messages.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(262_144 - 11, true)]
    [InlineData(262_144 - 10, false)]
    public async Task Attributes_count_towards_the_256_KB(int length, bool fits)
    {
        await using var aws = await AwsSandbox.StartAsync();
        var topic = aws.Sns.CreateTopic(Home, "us-east-1", "alerts");

        // "kind", "String" and "v" are eleven bytes.
        await RawRequest.QueryAsync(
            aws, RawRequest.Signature("sns"), ("Action", "Publish"), ("TopicArn", topic), ("Message", new string('m', length)),
            ("MessageAttributes.entry.1.Name", "kind"), ("MessageAttributes.entry.1.Value.DataType", "String"),
            ("MessageAttributes.entry.1.Value.StringValue", "v"));

        aws.Sns.Messages.Count.ShouldBe(fits ? 1 : 0);
    }

    public static TheoryData<string, string, string> Unreachable() => new()
    {
        { "arn:aws:sns:us-east-1:111122223333:none", "NotFound", "Topic does not exist" },
        { "arn:aws:sns:eu-west-1:111122223333:alerts", "InvalidParameter", "Invalid parameter: TopicArn" },
        { "arn:aws:sqs:us-east-1:111122223333:alerts", "InvalidParameter", "Invalid parameter: TopicArn" },
        { "alerts", "InvalidParameter", "Invalid parameter: TopicArn Reason: An ARN must have at least 6 elements, not 1" },
    };

    [Theory]
    [MemberData(nameof(Unreachable))]
    public async Task A_topic_that_is_not_here_takes_nothing(string topic, string code, string error)
    {
        await using var aws = await AwsSandbox.StartAsync();
        aws.Sns.CreateTopic(Home, "eu-west-1", "alerts");
        using var sns = aws.SnsClient();

        var refusal = await Should.ThrowAsync<AmazonSimpleNotificationServiceException>(() => sns.PublishAsync(new(topic, "m")));

        refusal.ErrorCode.ShouldBe(code);
        refusal.Message.ShouldBe(error);
    }

    [Fact]
    public async Task Another_accounts_topic_takes_nothing()
    {
        await using var aws = await AwsSandbox.StartAsync(new() { Accounts = [Home, "444455556666"] });
        var topic = aws.Sns.CreateTopic(Home, "us-east-1", "alerts");
        using var sns = aws.SnsClient(new BasicAWSCredentials("444455556666", "secret"));

        var refusal = await Should.ThrowAsync<AmazonSimpleNotificationServiceException>(() => sns.PublishAsync(new(topic, "m")));

        refusal.ErrorCode.ShouldBe("AuthorizationError");
    }

    [Fact]
    public async Task A_test_can_make_publishing_fail()
    {
        await using var aws = await AwsSandbox.StartAsync();
        var topic = aws.Sns.CreateTopic(Home, "us-east-1", "alerts");
        aws.Sns.Refuse = message => message.Message == "no" ? new AwsException("KMSDisabled", "key is disabled") : null;
        using var sns = aws.SnsClient();

        await sns.PublishAsync(new(topic, "yes"));
        var refusal = await Should.ThrowAsync<AmazonSimpleNotificationServiceException>(() => sns.PublishAsync(new(topic, "no")));

        refusal.ErrorCode.ShouldBe("KMSDisabled");
        aws.Sns.Messages.Select(message => message.Message).ShouldBe(["yes"]);
    }

    private static MessageAttributeValue Text(string value) => new() { DataType = "String", StringValue = value };
}
