using Amazon.Runtime;
using KmsGuard.Aws.Tests.Stub;
using KmsGuard.Detect;
using KmsGuard.Remediate;

namespace KmsGuard.Aws.Tests.Pacing;

/// <summary>Waiting for a turn and trying again, as they look from the far side of the wire.</summary>
public sealed class TurnTests
{
    private const string Rotates = """{"KeyRotationEnabled":true}""";

    private static readonly KeyArn Key =
        KeyArn.Parse("arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab");

    [Fact]
    public async Task A_call_is_signed_when_its_turn_has_come_and_not_when_it_began_to_wait()
    {
        await using var stub = await StubKms.StartAsync(Answers.Json("{}"));
        // One call a second: AWS takes signatures of the last five minutes, and in those this would be 300 calls.
        var kms = await stub.OpenAsync(share: 20);
        await kms.GetKeyLastUsageAsync(Key, default);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => kms.GetKeyLastUsageAsync(Key, default)));

        (stub.SignedAt.Max() - stub.SignedAt.Min()).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task A_retry_is_signed_anew()
    {
        await using var stub = await StubKms.StartAsync(Answers.Error("ThrottlingException"), Answers.Json("{}"));
        // A call every two seconds, and after throttling one every four.
        var kms = await stub.OpenAsync(stub.Settings with { Retries = 1 }, share: 10);

        (await kms.GetKeyLastUsageAsync(Key, default)).Failure.ShouldBeNull();

        stub.SignedAt.Count.ShouldBe(2);
        (stub.SignedAt.Max() - stub.SignedAt.Min()).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task Credentials_that_change_while_a_call_waits_are_the_ones_it_is_signed_with()
    {
        await using var stub = await StubKms.StartAsync(Answers.Json("{}"));
        var session = new Session { Key = "before" };
        var kms = await stub.OpenAsync(stub.Settings with { Credentials = session }, share: 20);
        await kms.GetKeyLastUsageAsync(Key, default);

        var waiting = kms.GetKeyLastUsageAsync(Key, default);
        session.Key = "after";
        await waiting;

        stub.SignedBy.ShouldBe(["before", "after"]);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 4)]
    public async Task Throttling_gets_three_times_the_retries(int retries, int attempts)
    {
        await using var stub = await StubKms.StartAsync(Answers.Error("ThrottlingException"));
        var kms = await stub.OpenAsync(stub.Settings with { Retries = retries });

        var failure = (await kms.GetKeyRotationStatusAsync(Key, default)).Failure.ShouldNotBeNull();

        failure.Kind.ShouldBe(FailureKind.Throttled);
        failure.Retried.ShouldBe(attempts > 1);
        stub.Requests.Count.ShouldBe(attempts);
        kms.Throttled.ShouldBe(attempts);
    }

    [Fact]
    public async Task Server_errors_do_not_use_up_the_patience_for_throttling()
    {
        await using var stub = await StubKms.StartAsync(Answers.Error("ThrottlingException"), Answers.Html(500), Answers.Json(Rotates));
        var kms = await stub.OpenAsync(stub.Settings with { Retries = 1 });

        (await kms.GetKeyRotationStatusAsync(Key, default)).Failure.ShouldNotBeNull().Code.ShouldBe("Http500");

        kms.Calls.ShouldBe(new Dictionary<string, int> { ["GetKeyRotationStatus"] = 2 });
        kms.Throttled.ShouldBe(1);
    }

    [Fact]
    public async Task A_failure_says_whether_the_call_was_sent_before()
    {
        // The first attempt may have disabled the key, for all that anybody knows.
        await using var stub = await StubKms.StartAsync(Answers.Reset, Answers.Error("KMSInvalidStateException"));
        var kms = await stub.OpenAsync(stub.Settings with { Retries = 1 });

        var second = (await kms.ApplyAsync(Key, new KeyAction.DisableKey(), default)).ShouldNotBeNull();
        var first = (await kms.ApplyAsync(Key, new KeyAction.DisableKey(), default)).ShouldNotBeNull();

        second.Code.ShouldBe("KMSInvalidStateException");
        second.Retried.ShouldBeTrue();
        first.Retried.ShouldBeFalse();
    }

    [Fact]
    public async Task The_callers_cancellation_is_thrown_while_waiting_for_a_turn_too()
    {
        await using var stub = await StubKms.StartAsync(Answers.Json("{}"));
        // A call every twenty seconds.
        var kms = await stub.OpenAsync(stub.Settings with { Retries = 3 }, share: 1);
        using var cancel = new CancellationTokenSource();
        await kms.GetKeyLastUsageAsync(Key, cancel.Token);

        var reading = kms.GetKeyLastUsageAsync(Key, cancel.Token);
        await cancel.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(reading);
        stub.Requests.Count.ShouldBe(1);
    }

    private sealed class Session : AWSCredentials
    {
        public required string Key { get; set; }

        public override ImmutableCredentials GetCredentials() => new(Key, "secret", null);
    }
}
