using System.Net;
using Amazon.Runtime;
using Amazon.SimpleNotificationService;
using Amazon.SimpleNotificationService.Model;

namespace Amazon.StandIns.Tests.Sns;

public sealed class PublishTests
{
    private const string Topic = "arn:aws:sns:eu-central-1:111122223333:alerts";

    [Fact]
    public async Task A_message_arrives_as_a_form_that_is_signed_for_sns()
    {
        await using var sns = await FakeSns.StartAsync(FakeSns.Published);
        using var client = sns.Client();

        var response = await client.PublishAsync(new PublishRequest(Topic, "Schlüssel & <Ende>\n+1 = 100 %", "A key is gone"));

        response.MessageId.ShouldBe("94f20ce6-13c5-43a0-9a9e-ca52d816e90b");
        response.ResponseMetadata.RequestId.ShouldBe("f187a3c1-376f-11df-8963-01868b7c937a");
        response.HttpStatusCode.ShouldBe(HttpStatusCode.OK);

        var request = sns.Requests.ShouldHaveSingleItem();
        request.Method.ShouldBe("POST");
        request.Headers["content-type"].ShouldStartWith("application/x-www-form-urlencoded");
        request.Headers["x-amz-security-token"].ShouldBe("a-session-token");
        request.Scope.ShouldMatch($"^{FakeSns.AccessKey}/[0-9]{{8}}/eu-central-1/sns/aws4_request$");
        request.IsSignedWith(FakeSns.SecretKey).ShouldBeTrue();
        request.IsSignedWith("another secret").ShouldBeFalse();
        request.Fields.ShouldBe(
            new Dictionary<string, string>
            {
                ["Action"] = "Publish",
                ["Version"] = "2010-03-31",
                ["TopicArn"] = Topic,
                ["Message"] = "Schlüssel & <Ende>\n+1 = 100 %",
                ["Subject"] = "A key is gone",
            },
            ignoreOrder: true);
    }

    [Fact]
    public async Task Attributes_are_numbered_pairs_of_name_and_value()
    {
        await using var sns = await FakeSns.StartAsync(FakeSns.Published);
        using var client = sns.Client();

        await client.PublishAsync(new PublishRequest(Topic, "m")
        {
            MessageStructure = "json",
            MessageGroupId = "g",
            MessageDeduplicationId = "d",
            MessageAttributes = new()
            {
                ["severity"] = new() { DataType = "String", StringValue = "HIGH & dry" },
                ["digest"] = new() { DataType = "Binary", BinaryValue = new MemoryStream([1, 2, 254, 255]) },
            },
        });

        var fields = sns.Requests.ShouldHaveSingleItem().Fields;
        fields["MessageStructure"].ShouldBe("json");
        fields["MessageGroupId"].ShouldBe("g");
        fields["MessageDeduplicationId"].ShouldBe("d");
        fields.Where(field => field.Key.StartsWith("MessageAttributes", StringComparison.Ordinal)).ToDictionary().ShouldBe(
            new Dictionary<string, string>
            {
                ["MessageAttributes.entry.1.Name"] = "severity",
                ["MessageAttributes.entry.1.Value.DataType"] = "String",
                ["MessageAttributes.entry.1.Value.StringValue"] = "HIGH & dry",
                ["MessageAttributes.entry.2.Name"] = "digest",
                ["MessageAttributes.entry.2.Value.DataType"] = "Binary",
                ["MessageAttributes.entry.2.Value.BinaryValue"] = "AQL+/w==",
            },
            ignoreOrder: true);
    }

    public static TheoryData<int, string> Passing => new() { { 500, "InternalError" }, { 503, "ServiceUnavailable" }, { 400, "Throttling" } };

    [Theory]
    [MemberData(nameof(Passing))]
    public async Task What_passes_is_tried_again(int status, string code)
    {
        await using var sns = await FakeSns.StartAsync(FakeSns.Refused(status, code, "later"), FakeSns.Published);
        using var client = sns.Client();

        var response = await client.PublishAsync(new PublishRequest(Topic, "m"));

        response.MessageId.ShouldNotBeEmpty();
        sns.Requests.Count.ShouldBe(2);
        sns.Requests.ShouldAllBe(request => request.IsSignedWith(FakeSns.SecretKey));
    }

    public static TheoryData<int, string> Lasting => new()
    {
        { 400, "InvalidParameter" },
        { 403, "AuthorizationError" },
        { 404, "NotFound" },
        { 400, "KMSDisabled" },
    };

    [Theory]
    [MemberData(nameof(Lasting))]
    public async Task What_lasts_is_said_at_once_with_the_code_of_sns(int status, string code)
    {
        await using var sns = await FakeSns.StartAsync(FakeSns.Refused(status, code, "Topic does not exist"));
        using var client = sns.Client();

        var error = await Should.ThrowAsync<AmazonSimpleNotificationServiceException>(
            () => client.PublishAsync(new PublishRequest(Topic, "m")));

        error.ErrorCode.ShouldBe(code);
        error.Message.ShouldBe("Topic does not exist");
        error.ErrorType.ShouldBe(ErrorType.Sender);
        error.RequestId.ShouldBe("9dd01905-5012-5f99-8663-4b3ecd0dfaef");
        error.StatusCode.ShouldBe((HttpStatusCode)status);
        sns.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public void Attributes_are_null_until_they_are_set_as_in_version_4_of_the_sdk() =>
        new PublishRequest().MessageAttributes.ShouldBeNull();
}
