using Amazon.KeyManagementService;
using Amazon.KeyManagementService.Model;
using Amazon.Runtime;
using KmsGuard.Detect;
using KmsGuard.Remediate;
using KmsGuard.Sandbox;

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
            new() { EndpointUrl = aws.Endpoint.ToString(), Region = Region, Credentials = new BasicAWSCredentials("a", "b") }, 100);
        var kms = await regions.OpenAsync(null, Region, new Run("run-1"), default);
        var keys = Enumerable.Range(0, count).Select(_ => KeyArn.Parse(aws.Kms.Seed(Account, Region, new()))).ToList();
        using var enough = new CancellationTokenSource();
        var hogging = Task.WhenAll(Enumerable.Range(0, 4).Select(_ => HogAsync(aws.Endpoint, keys[0], enough.Token)));
        SpinWait.SpinUntil(() => aws.Calls.Snapshot().Any(call => call.ErrorCode == "ThrottlingException"), TimeSpan.FromMinutes(1))
            .ShouldBeTrue();

        var reading = Task.WhenAll(keys.Select(key => kms.ListGrantsAsync(key, default)));
        await Task.Delay(TimeSpan.FromSeconds(seconds));
        await enough.CancelAsync();
        await hogging;

        (await reading).ShouldAllBe(grants => grants.Failure == null);
        kms.Throttled.ShouldBeGreaterThan(0);
    }

    // Nothing keeps this one to the quota, and it does not try again.
    private static async Task HogAsync(Uri endpoint, KeyArn key, CancellationToken enough)
    {
        using var kms = new AmazonKeyManagementServiceClient(
            new BasicAWSCredentials("a", "b"),
            new AmazonKeyManagementServiceConfig { ServiceURL = endpoint.ToString(), AuthenticationRegion = Region, MaxErrorRetry = 0 });
        while (!enough.IsCancellationRequested)
        {
            try
            {
                await kms.ListGrantsAsync(new ListGrantsRequest { KeyId = key.KeyId }, CancellationToken.None);
            }
            catch (AmazonKeyManagementServiceException e) when (e.ErrorCode == "ThrottlingException")
            {
                await Task.Delay(5, CancellationToken.None);
            }
        }
    }
}
