using KmsGuard.Report;

namespace KmsGuard.Aws.Tests.Sweeping;

/// <summary>Alone: the sandbox keeps quotas in real time, and a test that starves it of the processor makes calls arrive in a heap.
/// Other programs do so too, which some seconds' worth of a burst make up for; unpaced, there would be far more calls.</summary>
[CollectionDefinition(nameof(ScaleTests), DisableParallelization = true)]
[Collection(nameof(ScaleTests))]
public class ScaleTests
{
    /// <summary>The burst, in seconds.</summary>
    public const double Burst = 4;

    [Fact]
    public async Task Ten_thousand_mixed_keys_in_each_of_three_Regions_cost_the_calls_of_the_floor_and_no_throttling()
    {
        await using var run = await SandboxRun.StartAsync(quotaBurstSeconds: Burst);
        foreach (var region in SandboxRun.Regions)
        {
            ScaleMix.Plant(run.Aws, region);
        }

        var report = await run.SweepAsync(ScaleMix.Options);

        run.Aws.Calls.Snapshot().ShouldNotContain(call => call.ErrorCode == "ThrottlingException");
        report.Regions.Count.ShouldBe(SandboxRun.Regions.Length);
        foreach (var region in report.Regions)
        {
            (region.Status, region.Listed, region.Throttled).ShouldBe((RegionStatus.Complete, ScaleMix.Keys, 0));
            region.Outcomes.ShouldBe(ScaleMix.Outcomes, ignoreOrder: true);
            region.Calls.ShouldBe(ScaleMix.Calls, ignoreOrder: true);
            run.Aws.Calls.Snapshot().Where(call => call.Region == region.Region && call.Service == "kms")
                .CountBy(call => call.Operation).ShouldBe(ScaleMix.Calls, ignoreOrder: true);
        }
    }
}
