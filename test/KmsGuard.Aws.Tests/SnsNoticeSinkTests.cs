using System.Net;
using Amazon.Runtime;
using KmsGuard.Aws.Report;
using KmsGuard.Detect;
using KmsGuard.Report;
using KmsGuard.Sandbox;
using KmsGuard.Testing;

namespace KmsGuard.Aws.Tests;

[Collection(MotoCollection.Name)]
public sealed class SnsNoticeSinkTests(MotoServer moto)
{
    private static readonly Notice Alert = new(
        "Key disabled in eu-west-1", "Übel: somebody & <someone>\nsecond line",
        new Dictionary<string, string> { ["kind"] = "alert", ["severity"] = "HIGH" });

    [Fact]
    public async Task A_notice_arrives_as_it_was_written_in_the_topics_own_Region()
    {
        await using var aws = await AwsSandbox.StartAsync();
        var topic = aws.Sns.CreateTopic("111122223333", "eu-west-1", "alerts");
        using var sink = new SnsNoticeSink(Settings(aws.Endpoint) with { Region = "us-east-1" }, topic);

        await sink.PublishAsync(Alert, default);

        var message = aws.Sns.Messages.ShouldHaveSingleItem();
        message.TopicArn.ShouldBe(topic);
        message.Subject.ShouldBe(Alert.Subject);
        message.Message.ShouldBe(Alert.Body);
        message.MessageStructure.ShouldBeNull();
        message.Attributes.ShouldBe(
            new Dictionary<string, Sandbox.Sns.SnsAttribute> { ["kind"] = new("String", "alert"), ["severity"] = new("String", "HIGH") },
            ignoreOrder: true);
    }

    [Fact]
    public async Task A_notice_without_subject_and_attributes_is_published()
    {
        await using var aws = await AwsSandbox.StartAsync();
        using var sink = new SnsNoticeSink(Settings(aws.Endpoint), aws.Sns.CreateTopic("111122223333", "eu-west-1", "alerts"));

        await sink.PublishAsync(new("", "body", new Dictionary<string, string>()), default);

        aws.Sns.Messages.ShouldHaveSingleItem().Subject.ShouldBeNull();
    }

    [Fact]
    public async Task What_SNS_refuses_is_a_failure_with_its_code()
    {
        await using var aws = await AwsSandbox.StartAsync();
        using var sink = new SnsNoticeSink(Settings(aws.Endpoint), "arn:aws:sns:eu-west-1:111122223333:nowhere");

        var failure = (await Should.ThrowAsync<FailureException>(() => sink.PublishAsync(Alert, default))).Failure;

        failure.Kind.ShouldBe(FailureKind.NotFound);
        failure.Operation.ShouldBe("Publish");
        failure.Code.ShouldBe("NotFound");
    }

    [Theory]
    [InlineData("alerts")]
    [InlineData("arn:aws:sqs:eu-west-1:111122223333:alerts")]
    [InlineData("arn:aws:sns:eu-west-1:1111:alerts")]
    [InlineData("arn:aws:sns:eu-west-1:111122223333:alerts:subscription")]
    [InlineData("arn:aws:sns:evil.example.com/:111122223333:alerts")]
    [InlineData("arn:aws:sns:eu-west-1:111122223333:alerts\n")]
    [InlineData("")]
    public void What_is_no_topics_ARN_is_refused(string arn) =>
        Should.Throw<AwsSettingsException>(() => new SnsNoticeSink(Settings(new("http://127.0.0.1")), arn)).Message.ShouldContain("arn:aws:sns:");

    [MotoFact]
    public async Task A_FIFO_topic_gets_the_group_and_the_deduplication_id_that_it_asks_for()
    {
        var endpoint = await moto.EndpointAsync();
        using var http = new HttpClient { BaseAddress = endpoint };
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["Action"] = "CreateTopic",
            ["Version"] = "2010-03-31",
            ["Name"] = "alerts.fifo",
            ["Attributes.entry.1.key"] = "FifoTopic",
            ["Attributes.entry.1.value"] = "true",
        });
        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = form };
        request.Headers.TryAddWithoutValidation(
            "Authorization", "AWS4-HMAC-SHA256 Credential=test/20260101/eu-west-1/sns/aws4_request, SignedHeaders=host, Signature=0");
        using var created = await http.SendAsync(request);
        created.StatusCode.ShouldBe(HttpStatusCode.OK, await created.Content.ReadAsStringAsync());
        using var sink = new SnsNoticeSink(Settings(endpoint), $"arn:aws:sns:eu-west-1:{MotoServer.Account}:alerts.fifo");

        await Should.NotThrowAsync(() => sink.PublishAsync(Alert, default));
    }

    private static AwsSettings Settings(Uri endpoint) =>
        new() { EndpointUrl = endpoint.ToString(), Credentials = new BasicAWSCredentials("test", "test"), Retries = 0 };
}
