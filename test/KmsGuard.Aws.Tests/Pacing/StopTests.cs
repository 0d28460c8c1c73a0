using System.Net;
using System.Net.Sockets;
using Amazon.Runtime;
using KmsGuard.Aws.Tests.Stub;
using KmsGuard.Detect;
using KmsGuard.Remediate;
using KmsGuard.Sandbox;

namespace KmsGuard.Aws.Tests.Pacing;

/// <summary>When a run's time is up, nothing is begun, and what is under way is finished.</summary>
public sealed class StopTests : IDisposable
{
    private static readonly KeyArn Key =
        KeyArn.Parse("arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab");

    private readonly CancellationTokenSource stop = new();

    public void Dispose() => stop.Dispose();

    [Fact]
    public async Task A_call_that_waits_for_its_turn_is_not_made_any_more()
    {
        await using var stub = await StubKms.StartAsync(Answers.Json("{}"));
        // A call every twenty seconds.
        var kms = await stub.OpenAsync(share: 1, stop: stop.Token);
        (await kms.GetKeyLastUsageAsync(Key, default)).Failure.ShouldBeNull();

        var waiting = Enumerable.Range(0, 3).Select(_ => kms.GetKeyLastUsageAsync(Key, default)).ToList();
        await stop.CancelAsync();

        foreach (var reading in await Task.WhenAll(waiting))
        {
            reading.Failure.ShouldNotBeNull().Kind.ShouldBe(FailureKind.OutOfTime);
            reading.Failure.Operation.ShouldBe("GetKeyLastUsage");
            reading.Failure.Code.ShouldBe("OutOfTime");
            reading.Failure.Retried.ShouldBeFalse();
        }

        stub.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Reading_acting_and_listing_all_say_so()
    {
        await using var stub = await StubKms.StartAsync(Answers.Json("{}"));
        var kms = await stub.OpenAsync(stop: stop.Token);
        await stop.CancelAsync();

        var read = (await kms.DescribeKeyAsync(Key.KeyId, default)).Failure;
        var written = await kms.ApplyAsync(Key, new KeyAction.DisableKey(), default);
        var listed = await Should.ThrowAsync<FailureException>(async () => await kms.ListKeysAsync(null, default).ToListAsync());

        read.ShouldNotBeNull().Kind.ShouldBe(FailureKind.OutOfTime);
        written.ShouldNotBeNull().Kind.ShouldBe(FailureKind.OutOfTime);
        written.Operation.ShouldBe("DisableKey");
        listed.Failure.Kind.ShouldBe(FailureKind.OutOfTime);
        listed.Failure.Operation.ShouldBe("ListKeys");
        stub.Requests.ShouldBeEmpty();
        kms.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_attempt_that_was_sent_is_finished()
    {
        await using var stub = await StubKms.StartAsync(StopThen(Answers.Json("""{"KeyRotationEnabled":true}""")));
        var kms = await stub.OpenAsync(stop: stop.Token);

        (await kms.GetKeyRotationStatusAsync(Key, default)).Value.ShouldBe(new RotationStatus(true));
    }

    [Fact]
    public async Task What_fails_then_is_not_tried_again()
    {
        await using var stub = await StubKms.StartAsync(StopThen(Answers.Html(500)));
        var kms = await stub.OpenAsync(stub.Settings with { Retries = 3 }, stop: stop.Token);

        var failure = (await kms.ApplyAsync(Key, new KeyAction.EnableKey(), default)).ShouldNotBeNull();

        failure.Kind.ShouldBe(FailureKind.OutOfTime);
        failure.Retried.ShouldBeTrue();
        stub.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_callers_own_cancellation_comes_first()
    {
        await using var stub = await StubKms.StartAsync(Answers.Json("{}"));
        var kms = await stub.OpenAsync(stop: stop.Token);
        await stop.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => kms.DescribeKeyAsync(Key.KeyId, stop.Token));
    }

    [Fact]
    public async Task No_account_is_entered_any_more()
    {
        await using var aws = await AwsSandbox.StartAsync();
        using var regions = new KmsRegions(
            new()
            {
                EndpointUrl = aws.Endpoint.ToString(),
                Region = "eu-west-1",
                Credentials = new BasicAWSCredentials("test", "test"),
                RoleName = "KmsGuardMember",
            },
            100);
        var run = new Run("run-1", stop.Token);
        await regions.OpenAsync(null, "eu-west-1", run, default);
        await stop.CancelAsync();

        foreach (var entering in (Func<Task>[])
        [
            () => regions.EnterAsync("444455556666", "eu-west-1", run, default),
            () => regions.OpenAsync("444455556666", "eu-west-1", run, default),
            () => regions.OpenAsync(null, "eu-west-1", run, default),
        ])
        {
            (await Should.ThrowAsync<FailureException>(entering)).Failure.Kind.ShouldBe(FailureKind.OutOfTime);
        }

        aws.Calls.Snapshot().ShouldNotContain(call => call.Operation == "AssumeRole");
        await regions.OpenAsync(null, "eu-west-1", new Run("run-1"), default);
    }

    [Fact]
    public async Task An_STS_that_does_not_answer_costs_no_more_than_the_time_there_is()
    {
        using var silence = new TcpListener(IPAddress.Loopback, 0);
        silence.Start();
        using var regions = new KmsRegions(
            new()
            {
                EndpointUrl = $"http://{silence.LocalEndpoint}",
                Region = "eu-west-1",
                Credentials = new BasicAWSCredentials("test", "test"),
                AttemptTimeout = TimeSpan.FromMinutes(5),
            },
            100);

        var entering = regions.EnterAsync(null, "eu-west-1", new Run("run-1", stop.Token), default);
        using var asked = await silence.AcceptTcpClientAsync();
        await stop.CancelAsync();

        var failure = (await Should.ThrowAsync<FailureException>(entering)).Failure;
        failure.Kind.ShouldBe(FailureKind.OutOfTime);
        failure.Operation.ShouldBe("GetCallerIdentity");
    }

    private Answer StopThen(Answer answer) => async context =>
    {
        await stop.CancelAsync();
        await answer(context);
    };
}
