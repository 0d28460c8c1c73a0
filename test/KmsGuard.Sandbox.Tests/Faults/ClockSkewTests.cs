using System.Globalization;
using Amazon.KeyManagementService;
using Amazon.Runtime;
using Amazon.SecurityToken;
using Amazon.SimpleNotificationService;
using KmsGuard.Sandbox.Faults;
using KmsGuard.Sandbox.Kms;
using KmsGuard.Sandbox.Tests.Wire;

namespace KmsGuard.Sandbox.Tests.Faults;

public sealed class ClockSkewTests : IAsyncLifetime
{
    private AwsSandbox aws = null!;

    public async Task InitializeAsync() => aws = await AwsSandbox.StartAsync();

    public async Task DisposeAsync() => await aws.DisposeAsync();

    [Theory]
    [InlineData(10, "Signature expired: ", " is now earlier than ", " - 5 min.)")]
    [InlineData(-10, "Signature not yet current: ", " is still later than ", " + 5 min.)")]
    public async Task A_signature_of_another_time_is_refused_as_AWS_refuses_it_with_the_service_s_time(int minutes, params string[] words)
    {
        Skew(minutes);
        using var kms = aws.KmsClient();

        var refused = await Should.ThrowAsync<AmazonKeyManagementServiceException>(() => kms.ListKeysAsync(new()));

        (refused.ErrorCode, (int)refused.StatusCode).ShouldBe(("InvalidSignatureException", 400));
        words.ShouldAllBe(word => refused.Message.Contains(word));
        var call = aws.Calls.Snapshot().ShouldHaveSingleItem();
        (call.ErrorCode, call.Fault!.Kind, call.Fault.Done).ShouldBe(("InvalidSignatureException", FaultKind.ClockSkew, false));
        (call.Fault.ServiceTime!.Value - TimeProvider.System.GetUtcNow()).TotalMinutes.ShouldBe(minutes, 2);
    }

    [Theory]
    [InlineData("sns")]
    [InlineData("sts")]
    public async Task The_services_that_speak_XML_have_another_name_for_it(string service)
    {
        Skew(10);
        using var sns = aws.SnsClient();
        using var sts = aws.StsClient();

        var refused = await Should.ThrowAsync<AmazonServiceException>(() => service == "sns" ? sns.PublishAsync(new() { TopicArn = "arn:aws:sns:us-east-1:111122223333:t", Message = "m" }) : sts.GetCallerIdentityAsync(new()));

        (refused.ErrorCode, (int)refused.StatusCode).ShouldBe(("SignatureDoesNotMatch", 403));
    }

    [Theory]
    [InlineData(6)]
    [InlineData(-6)]
    [InlineData(1440)]
    [InlineData(-1440)]
    public async Task An_SDK_that_retries_sets_its_clock_by_the_answer_and_gets_what_it_asked_for(int minutes)
    {
        var key = aws.Kms.Seed("111122223333", "us-east-1", new KeySeed());
        var topic = aws.Sns.CreateTopic("111122223333", "us-east-1", "t");
        Skew(minutes);
        using var kms = new AmazonKeyManagementServiceClient(Anybody, Point(new AmazonKeyManagementServiceConfig()));
        using var sns = new AmazonSimpleNotificationServiceClient(Anybody, Point(new AmazonSimpleNotificationServiceConfig()));
        using var sts = new AmazonSecurityTokenServiceClient(Anybody, Point(new AmazonSecurityTokenServiceConfig()));

        await kms.DisableKeyAsync(key);
        await sns.PublishAsync(new() { TopicArn = topic, Message = "hello" });
        (await sts.GetCallerIdentityAsync(new())).Account.ShouldBe("111122223333");

        // One endpoint is one clock: the SDK knows it from the first refusal on.
        aws.Calls.Snapshot().Select(call => (call.Operation, call.ErrorCode)).ShouldBe(
            [("DisableKey", "InvalidSignatureException"), ("DisableKey", null), ("Publish", null), ("GetCallerIdentity", null)]);
        aws.Sns.Messages.ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData(5, true)]
    [InlineData(-5, true)]
    [InlineData(5.02, false)]
    [InlineData(-5.02, false)]
    public void Five_minutes_are_let_pass(double minutes, bool done)
    {
        var here = new DateTimeOffset(2026, 11, 22, 3, 4, 5, TimeSpan.Zero);

        SkewedClock.Look(here.AddMinutes(minutes), here).Done.ShouldBe(done);
    }

    [Theory]
    [InlineData("20261122T030405Z", "2026-11-22T03:04:05Z")]
    [InlineData("Sun, 22 Nov 2026 03:04:05 GMT", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void When_it_was_signed_is_read_from_the_request(string? date, string? expected) =>
        SkewedClock.ReadSignedAt(date).ShouldBe(expected is null ? null : DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture));

    [Fact]
    public void Who_does_not_say_when_is_refused_too() => SkewedClock.Look(null, TimeProvider.System.GetUtcNow()).Done.ShouldBeFalse();

    private static BasicAWSCredentials Anybody => new("AKIAEXAMPLE", "secret");

    private void Skew(int minutes) => aws.Faults = new() { Rules = [new() { Kind = FaultKind.ClockSkew, SkewMinutes = minutes }] };

    private T Point<T>(T config)
        where T : ClientConfig
    {
        (config.ServiceURL, config.AuthenticationRegion) = (aws.Endpoint.ToString(), "us-east-1");
        return config;
    }
}
