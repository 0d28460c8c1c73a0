using KmsGuard.Detect;
using KmsGuard.Evaluate;
using KmsGuard.Restore;

namespace KmsGuard.Aws.Tests.Sweeping;

/// <summary>Among those that run alone, for the same reason.</summary>
[Collection(nameof(ScaleTests))]
public class RollbackScaleTests
{
    private const int KeysPerRegion = 100;

    private static readonly SweepOptions Night = SandboxRun.Enforcing with { DisabledDays = 0, IdleDays = 0, MaxDeletions = KeysPerRegion };

    [Fact]
    public async Task A_night_s_300_deletions_are_taken_back_at_the_pace_of_the_quotas_stay_so_and_are_let_go_again_on_release()
    {
        await using var run = await SandboxRun.StartAsync(quotaBurstSeconds: ScaleTests.Burst);
        var doomed = SandboxRun.Regions.SelectMany(region => Enumerable.Range(0, KeysPerRegion).Select(_ => run.Seed(region, SandboxRun.Unused))).ToList();
        var others = SandboxRun.Regions.Select(region => run.Seed(region, new() { KeyState = "PendingDeletion" })).ToList();
        var swept = await run.SweepAsync(Night);
        swept.Keys.Count(key => key.Outcome == Outcome.Changed).ShouldBe(doomed.Count);

        var report = await run.RollbackAsync(new() { Run = swept.RunId, Regions = SandboxRun.Regions, Reason = "test" });

        report.Keys.Select(key => key.Arn).ShouldBe(doomed.Select(key => key.ToString()), ignoreOrder: true);
        report.Keys.ShouldAllBe(key => key.Outcome == RollbackOutcome.Restored && key.Before == KeyState.PendingDeletion && key.After == KeyState.Disabled);
        foreach (var other in others)
        {
            (await run.StateAsync(other)).ShouldBe("PendingDeletion");
        }

        var before = run.Writes().Count;
        for (var night = 0; night < 10; night++)
        {
            run.Aws.Clock.Advance(TimeSpan.FromDays(1));
            (await run.SweepAsync(Night)).Totals.Outcomes.ShouldBe(
                new Dictionary<string, int> { ["held"] = doomed.Count, ["ineligible"] = others.Count }, ignoreOrder: true);
        }

        run.Writes().Count.ShouldBe(before);
        var released = await run.ReleaseAsync(doomed);
        released.Keys.ShouldAllBe(key => key.Outcome == ReleaseOutcome.Released);
        (await run.SweepAsync(Night)).Keys.Where(key => key.Outcome == Outcome.Changed).Select(key => key.Arn)
            .ShouldBe(doomed.Select(key => key.ToString()), ignoreOrder: true);
        run.Aws.Calls.Snapshot().ShouldNotContain(call => call.ErrorCode == "ThrottlingException");
    }
}
