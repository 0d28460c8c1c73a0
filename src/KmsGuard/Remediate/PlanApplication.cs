using KmsGuard.Detect;
using KmsGuard.Evaluate;
using KmsGuard.Report;

namespace KmsGuard.Remediate;

/// <summary>Applies a plan that was read and checked, in all of its accounts and Regions. It is a run of its own, and a rollback
/// of it takes its deletions back.</summary>
/// <param name="regions">The way into accounts and Regions.</param>
/// <param name="time">The clock.</param>
/// <param name="runId">The run's id; null for a new one.</param>
public sealed class PlanApplication(IKmsRegions regions, TimeProvider time, string? runId = null)
{
    // As with a sweep: Regions have quotas of their own. A Region's keys wait for the slow writes together.
    private const int Width = 8, KeyWidth = 64;

    /// <summary>Runs; trouble with a key or a Region is in the report, in which every key of the plan has its outcome.
    /// Only cancellation is thrown.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="mode">Enforce; a dry run looks at what has changed since, and writes nothing.</param>
    /// <param name="stop">No call is begun any more, and each one under way is finished.</param>
    /// <param name="cancellationToken">Gives up, without a report.</param>
    public async Task<SweepReport> RunAsync(Plan plan, RuleMode mode, CancellationToken stop, CancellationToken cancellationToken)
    {
        var startedAt = time.GetUtcNow();
        var run = new Run(runId ?? RunIds.New(startedAt), stop);
        var options = plan.Settings.ToOptions(mode);
        var places = plan.Keys.GroupBy(key => (key.Arn.Account, key.Arn.Region)).Select(group => group.ToList()).ToList();
        var results = new RegionResult[places.Count];
        await Parallel.ForEachAsync(Enumerable.Range(0, places.Count), Side(Width, cancellationToken), async (i, token) =>
            results[i] = await ApplyAsync(places[i], options, run, token));
        return SweepReport.Of(run.Id, startedAt, time.GetUtcNow(), options, results);
    }

    private async Task<RegionResult> ApplyAsync(List<PlannedKey> keys, SweepOptions options, Run run, CancellationToken cancellationToken)
    {
        var (account, region) = (keys[0].Arn.Account, keys[0].Arn.Region);
        var entries = new KeyReport[keys.Count];
        IKmsRegion kms;
        try
        {
            kms = await regions.OpenAsync(account, region, run, cancellationToken);
        }
        catch (FailureException e)
        {
            var late = e.Failure.Kind == FailureKind.OutOfTime;
            return Result([.. keys.Select(key => late ? KeyApplication.NotDone(key) : KeyApplication.NotReached(key, e.Failure))]) with
            {
                Failure = e.Failure,
            };
        }

        var application = new KeyApplication(kms, options, run.Id, time);
        await Parallel.ForEachAsync(Enumerable.Range(0, keys.Count), Side(KeyWidth, cancellationToken), async (i, token) =>
            entries[i] = await application.ApplyAsync(keys[i], token));
        return Result(entries) with { Failure = Stopped(entries), Calls = kms.Calls, Throttled = kms.Throttled };

        RegionResult Result(IReadOnlyList<KeyReport> done) => new() { Account = account, Region = region, Listed = keys.Count, Keys = done };
    }

    private static Failure? Stopped(IReadOnlyList<KeyReport> entries) =>
        entries.Count(entry => entry.Reasons.Contains(Reason.OutOfTime)) is > 0 and var open
            ? new(FailureKind.OutOfTime, "Apply", "Stopped", $"{Count.Keys(open)} of the plan not done")
            : null;

    private static ParallelOptions Side(int width, CancellationToken cancellationToken) =>
        new() { MaxDegreeOfParallelism = width, CancellationToken = cancellationToken };
}
