using Amazon.KeyManagementService;
using Amazon.KeyManagementService.Model;
using Amazon.Runtime;
using KmsGuard.Sandbox.Faults;
using KmsGuard.Sandbox.Kms;
using KmsGuard.Sandbox.Tests.Wire;

namespace KmsGuard.Sandbox.Tests.Faults;

public sealed class FaultTests : IAsyncLifetime
{
    private AwsSandbox aws = null!;
    private string key = "";

    public async Task InitializeAsync()
    {
        aws = await AwsSandbox.StartAsync();
        key = aws.Kms.Seed("111122223333", "us-east-1", new KeySeed());
    }

    public async Task DisposeAsync() => await aws.DisposeAsync();

    [Theory]
    [InlineData(FaultKind.Throttle, "ThrottlingException", 400)]
    [InlineData(FaultKind.InternalError, "KMSInternalException", 500)]
    [InlineData(FaultKind.Denial, "AccessDeniedException", 400)]
    [InlineData(FaultKind.ExpiredToken, "ExpiredTokenException", 400)]
    public async Task A_fault_that_KMS_tells_of_is_an_error_as_KMS_has_them_and_nothing_is_done(FaultKind kind, string code, int status)
    {
        aws.Faults = FaultPlan.Always(kind, "DisableKey");

        var error = await Should.ThrowAsync<AmazonServiceException>(() => DisableAsync());

        (error.ErrorCode, (int)error.StatusCode).ShouldBe((code, status));
        (await StateAsync()).ShouldBe("Enabled");
        var call = aws.Calls.Snapshot().Single(one => one.Operation == "DisableKey");
        (call.ErrorCode, call.Fault).ShouldBe((code, new Fault(kind, Done: false)));
    }

    [Theory]
    [InlineData(FaultKind.InternalError)]
    [InlineData(FaultKind.LoadBalancerError)]
    [InlineData(FaultKind.Hang)]
    [InlineData(FaultKind.Reset)]
    public async Task An_answer_can_be_lost_before_or_after_KMS_has_acted(FaultKind kind)
    {
        aws.Faults = Disabling(new() { Kind = kind });
        await Should.ThrowAsync<Exception>(() => DisableAsync(hangs: kind == FaultKind.Hang));
        (await StateAsync()).ShouldBe("Enabled");

        aws.Faults = Disabling(new() { Kind = kind, AfterShare = 1 });
        await Should.ThrowAsync<Exception>(() => DisableAsync(hangs: kind == FaultKind.Hang));
        (await StateAsync()).ShouldBe("Disabled");

        var calls = aws.Calls.Snapshot().Where(one => one.Operation == "DisableKey").ToList();
        calls.Select(call => call.Fault).ShouldBe([new Fault(kind, Done: false), new Fault(kind, Done: true)]);
        calls[0].ErrorCode.ShouldNotBeNull();
        calls[1].ErrorCode.ShouldBeNull();
    }

    [Theory]
    [InlineData(FaultKind.Truncated)]
    [InlineData(FaultKind.Garbled)]
    public async Task A_body_can_be_spoilt(FaultKind kind)
    {
        using var kms = aws.KmsClient();
        aws.Faults = FaultPlan.Always(kind, "DescribeKey");

        await Should.ThrowAsync<Exception>(() => kms.DescribeKeyAsync(key));

        var calls = aws.Calls.Snapshot();
        calls.ShouldNotBeEmpty();
        calls.ShouldAllBe(call => call.ErrorCode == null && call.Fault == new Fault(kind, true, default));
    }

    [Fact]
    public async Task A_slow_answer_comes_too_late_for_who_does_not_wait_though_KMS_has_acted()
    {
        using var kms = aws.KmsClient();
        aws.Faults = Disabling(new() { Kind = FaultKind.Slow, DelayMilliseconds = 60_000 });

        using var patience = new CancellationTokenSource();
        var disabling = kms.DisableKeyAsync(new DisableKeyRequest { KeyId = key }, patience.Token);
        while (aws.Calls.Snapshot().Count == 0)
        {
            await Task.Delay(5);
        }

        await patience.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(disabling);
        (await StateAsync()).ShouldBe("Disabled");
    }

    [Fact]
    public async Task A_rule_meets_only_the_calls_that_it_names_and_only_while_it_stands()
    {
        aws.Faults = new() { Rules = [new() { Kind = FaultKind.Denial, Service = "kms", Operation = "disable*", Region = "eu-*" }] };
        using var kms = aws.KmsClient();
        using var sns = aws.SnsClient();
        using var elsewhere = aws.KmsClient(region: "eu-west-1");

        await kms.DisableKeyAsync(key);
        await elsewhere.ListKeysAsync(new ListKeysRequest());
        await Should.ThrowAsync<AmazonKeyManagementServiceException>(() => elsewhere.DisableKeyAsync(key));

        aws.Faults = FaultPlan.Always(FaultKind.Throttle, "*");
        (await Should.ThrowAsync<AmazonServiceException>(() => sns.PublishAsync(new() { TopicArn = "arn:aws:sns:us-east-1:111122223333:none", Message = "hello" })))
            .ErrorCode.ShouldBe("Throttled");

        aws.Faults = FaultPlan.None;
        await kms.EnableKeyAsync(key);
        aws.Calls.Snapshot().Count(call => call.Fault is not null).ShouldBe(2);
    }

    [Fact]
    public async Task A_plan_that_cannot_be_stops_the_start()
    {
        var plan = FaultPlan.Always(FaultKind.Throttle, "*") with { Rules = [new() { Kind = FaultKind.Throttle, Share = 5 }] };

        (await Should.ThrowAsync<ArgumentException>(() => AwsSandbox.StartAsync(new() { Faults = plan })))
            .Message.ShouldContain("Share is 5; it must be a number from 0 to 1");
    }

    private static FaultPlan Disabling(FaultRule rule) => new() { Rules = [rule with { Operation = "DisableKey" }] };

    // Of what hangs or is reset the SDK tells only that nothing came. What hangs is given up once the sandbox has it.
    private async Task DisableAsync(bool hangs = false)
    {
        using var kms = new AmazonKeyManagementServiceClient(new BasicAWSCredentials("AKIAEXAMPLE", "secret"), new AmazonKeyManagementServiceConfig
        {
            ServiceURL = aws.Endpoint.ToString(),
            AuthenticationRegion = "us-east-1",
            MaxErrorRetry = 0,
            MaxStaleConnectionRetries = 0,
        });
        using var patience = new CancellationTokenSource();
        var before = aws.Calls.Snapshot().Count;
        var disabling = kms.DisableKeyAsync(new DisableKeyRequest { KeyId = key }, patience.Token);
        while (hangs && !disabling.IsCompleted && aws.Calls.Snapshot().Count == before)
        {
            await Task.Delay(5);
        }

        if (hangs)
        {
            await patience.CancelAsync();
        }

        await disabling;
    }

    private async Task<string> StateAsync()
    {
        using var kms = aws.KmsClient();
        return (await kms.DescribeKeyAsync(key)).KeyMetadata.KeyState.Value;
    }
}
