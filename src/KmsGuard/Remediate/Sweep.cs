using System.Collections.Concurrent;
using KmsGuard.Detect;
using KmsGuard.Evaluate;
using KmsGuard.Report;

namespace KmsGuard.Remediate;

/// <summary>Where a sweep is to go.</summary>
/// <param name="Accounts">Accounts to enter; empty for the caller's own.</param>
/// <param name="Regions">The Regions; at least one.</param>
/// <param name="RunId">The run that it is a part of, so that one rollback takes all of its parts back; null for a run of its own.</param>
public sealed record SweepScope(IReadOnlyList<string> Accounts, IReadOnlyList<string> Regions, string? RunId = null);

/// <summary>The nightly sweep over accounts and Regions, in one go or in slices.</summary>
/// <param name="regions">The way into them.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Takes each key's entry as it is made; null for nobody.</param>
/// <param name="begun">Takes, of each account and Region, what there is to look at while it is swept; null for nobody.</param>
public sealed class Sweep(IKmsRegions regions, TimeProvider time, DecisionLog? log = null, Action<RegionProgress>? begun = null)
{
    // Regions have quotas of their own, so they can go side by side; this bounds sockets and memory, not the rate.
    private const int Width = 8;

    /// <summary>Begins a run; trouble with a key, a Region or an account is in the report. Only cancellation is thrown.</summary>
    /// <param name="scope">Where.</param>
    /// <param name="options">What is allowed.</param>
    /// <param name="stop">Ends the slice: no call is begun any more, and the report says where the next one goes on.</param>
    /// <param name="cancellationToken">Gives up, without a report.</param>
    public Task<SweepReport> RunAsync(SweepScope scope, SweepOptions options, CancellationToken stop, CancellationToken cancellationToken)
    {
        var runId = scope.RunId ?? RunIds.New(time.GetUtcNow());
        string?[] accounts = scope.Accounts.Count > 0 ? [.. scope.Accounts] : [null];
        return ContinueAsync(
            [.. accounts.SelectMany(account => scope.Regions.Select(region => SweepCursor.Start(runId, account, region, options)))],
            options,
            stop,
            cancellationToken);
    }

    /// <summary>Goes on with a run where a slice of it ended, in as many Regions as there are cursors.</summary>
    /// <param name="start">At least one, all of the same run.</param>
    /// <param name="options">What is allowed; the modes are those of the cursors.</param>
    /// <param name="stop">Ends this slice too.</param>
    /// <param name="cancellationToken">Gives up, without a report.</param>
    public async Task<SweepReport> ContinueAsync(
        IReadOnlyList<SweepCursor> start, SweepOptions options, CancellationToken stop, CancellationToken cancellationToken)
    {
        var startedAt = time.GetUtcNow();
        var run = new Run(start[0].RunId, stop);
        options = options with { Rotation = start[0].Rotation, Deletion = start[0].Deletion };
        var refused = await EnterAsync(start, run, cancellationToken);
        var results = new RegionResult?[start.Count];
        await Parallel.ForEachAsync(Enumerable.Range(0, start.Count), Side(cancellationToken), async (i, token) =>
            results[i] = !refused.TryGetValue(start[i], out var refusal) ? await SweepAsync(start[i], options, run, token) : refusal);
        return SweepReport.Of(run.Id, startedAt, time.GetUtcNow(), options, [.. results.OfType<RegionResult>()]);
    }

    // Before any Region of it: an account that cannot be entered is one entry, not one a Region.
    private async Task<IReadOnlyDictionary<SweepCursor, RegionResult?>> EnterAsync(
        IReadOnlyList<SweepCursor> start, Run run, CancellationToken cancellationToken)
    {
        var refused = new ConcurrentDictionary<SweepCursor, RegionResult?>(ReferenceEqualityComparer.Instance);
        await Parallel.ForEachAsync(start.GroupBy(cursor => cursor.Account), Side(cancellationToken), async (group, token) =>
        {
            var account = group.ToList();
            try
            {
                await regions.EnterAsync(group.Key, account[0].Region, run, token);
            }
            catch (FailureException e) when (e.Failure.Kind != FailureKind.OutOfTime)
            {
                account.ForEach(cursor => refused[cursor] = null);
                refused[account[0]] = Unread(account[0], e.Failure) with { Region = account.Count == 1 ? account[0].Region : RegionResult.EveryRegion };
            }
            catch (FailureException)
            {
                // Each of its Regions says where to go on.
            }
        });
        return refused;
    }

    private async Task<RegionResult> SweepAsync(SweepCursor start, SweepOptions options, Run run, CancellationToken cancellationToken)
    {
        try
        {
            var kms = await regions.OpenAsync(start.Account, start.Region, run, cancellationToken);
            return await new RegionSweep(kms, options, run, time, log, begun).RunAsync(start, cancellationToken);
        }
        catch (FailureException e)
        {
            return Unread(start, e.Failure);
        }
    }

    private static RegionResult Unread(SweepCursor start, Failure failure)
    {
        var late = failure.Kind == FailureKind.OutOfTime;
        return new() { Account = start.Account ?? "", Region = start.Region, Failure = late ? null : failure, Next = late ? start : null };
    }

    private static ParallelOptions Side(CancellationToken cancellationToken) =>
        new() { MaxDegreeOfParallelism = Width, CancellationToken = cancellationToken };
}
