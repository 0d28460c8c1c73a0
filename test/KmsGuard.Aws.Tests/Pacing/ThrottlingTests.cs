using Amazon.Runtime;
using KmsGuard.Detect;
using KmsGuard.Remediate;
using KmsGuard.Sandbox;
using KmsGuard.Sandbox.Faults;

namespace KmsGuard.Aws.Tests.Pacing;

/// <summary>The quota belongs to the account: others use it too.</summary>
public sealed class ThrottlingTests
{
    private const string Account = "111122223333";
    private const string Region = "eu-west-1";

    // A crowd is held back by the slowdown, a few come to their retries sooner.
    [Theory]
    [InlineData(100, 3)]
    [InlineData(5, 8)]
    public async Task Reads_come_through_although_somebody_else_takes_the_whole_quota_for_seconds(int count, int seconds)
    {
        await using var aws = await AwsSandbox.StartAsync();
        using var regions = new KmsRegions(
            new()
            {
                EndpointUrl = aws.Endpoint.ToString(),
                Region = Region,
                Credentials = new BasicAWSCredentials("a", "b"),
                AttemptTimeout = TimeSpan.FromMinutes(5),
            },
            100);
        var kms = await regions.OpenAsync(null, Region, new Run("run-1"), default);
        var keys = Enumerable.Range(0, count).Select(_ => KeyArn.Parse(aws.Kms.Seed(Account, Region, new()))).ToList();
        // As a fault: taking it all by calls would need a machine with nothing else to do.
        aws.Faults = FaultPlan.Always(FaultKind.Throttle, "ListGrants");

        var reading = Task.WhenAll(keys.Select(key => kms.ListGrantsAsync(key, default)));
        SpinWait.SpinUntil(() => kms.Throttled > 0, TimeSpan.FromMinutes(5)).ShouldBeTrue();
        await Task.Delay(TimeSpan.FromSeconds(seconds));
        aws.Faults = FaultPlan.None;

        (await reading).ShouldAllBe(grants => grants.Failure == null);
    }
}
