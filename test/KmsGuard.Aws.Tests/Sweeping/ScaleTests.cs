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
    [Fact]
    public async Task Reading_ahead_of_the_aliases_costs_one_DescribeKey_at_most_for_a_key_of_AWS_and_changes_no_outcome()
    {
        const int aws = 200, own = 1000;
        await using var run = await SandboxRun.StartAsync();
        for (var i = 0; i < aws + own; i++)
        {
            run.Seed("eu-west-1", i < aws
                ? new() { KeyManager = "AWS", Aliases = [$"alias/aws/service-{i}"] }
                : new() { KeySpec = "ECC_NIST_P256", Aliases = [$"alias/app-{i}"] });
        }

        var region = (await run.SweepAsync(SandboxRun.Enforcing, ["eu-west-1"])).Regions.Single();

        region.Outcomes.ShouldBe(new Dictionary<string, int> { ["aws-managed"] = aws, ["ineligible"] = own }, ignoreOrder: true);
        region.Calls.Keys.ShouldBe(["DescribeKey", "ListAliases", "ListKeys"], ignoreOrder: true);
        (region.Calls["ListKeys"], region.Calls["ListAliases"], region.Throttled).ShouldBe((2, 13, 0));
        region.Calls["DescribeKey"].ShouldBeInRange(own, own + aws);
    }
}
