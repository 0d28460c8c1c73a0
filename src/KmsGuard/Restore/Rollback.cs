using KmsGuard.Detect;
using KmsGuard.Remediate;

namespace KmsGuard.Restore;

/// <summary>Takes scheduled deletions back: finds every key first, then acts on those that were found.</summary>
/// <param name="regions">The way into accounts and Regions.</param>
/// <param name="time">The clock.</param>
/// <param name="tell">Takes lines about progress; null for nobody.</param>
public sealed class Rollback(IKmsRegions regions, TimeProvider time, Action<string>? tell = null)
{
    // Cancelling is allowed five times a second in a Region; a few keys side by side keep that busy.
    private const int Width = 8;

    // What a sweep needs between its last look and the deletion is one call.
    private const int Looks = 3;
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(2);

    private readonly Run run = new("rollback");

    /// <summary>Runs. One key's trouble is its own entry; only cancellation is thrown.</summary>
    public async Task<RollbackReport> RunAsync(RollbackRequest request, CancellationToken cancellationToken)
    {
        var keys = await FindAsync(request, cancellationToken);
        var by = await regions.WhoAmIAsync(cancellationToken);
        var progress = new RollbackProgress(keys.Count, tell);
        progress.Begin();
        var entries = await EachAsync(keys, async (i, stop) =>
        {
            var entry = keys[i].Refusal ?? await Restoration(i).RestoreAsync(keys[i].Key!, stop);
            progress.Next();
            return entry;
        }, cancellationToken);
        entries = await LookAgainAsync(entries, (i, stop) => Restoration(i).RestoreAsync(keys[i].Key!, stop), cancellationToken);
        // Not before all are done: of a set, those restored last count too.
        var sets = new MultiRegionSets(regions, run, request);
        entries = await EachAsync(keys, (i, stop) => sets.CompleteAsync(keys[i], entries[i], stop), cancellationToken);
        return new RollbackReport(request.DryRun, by, request.Reason, request.Run, Together(entries))
        {
            Error = request.Run is { } id && keys.Count == 0
                ? $"No disabled or doomed key in {string.Join(", ", request.Regions)} carries the run {id}; nothing was changed."
                : null,
        };

        KeyRestoration Restoration(int i) => new(keys[i].Kms!, request, by, time);
    }

    // KMS cannot be told to act only if nobody else has. A sweep that was past its last look when a key was held schedules it a
    // moment later; the hold keeps it from ever doing so again.
    private async Task<RollbackEntry[]> LookAgainAsync(
        RollbackEntry[] entries, Func<int, CancellationToken, Task<RollbackEntry>> restore, CancellationToken cancellationToken)
    {
        for (var look = 0; look < Looks && entries.Any(entry => entry.Raced); look++)
        {
            tell?.Invoke($"A sweep is at {Report.Count.Keys(entries.Count(entry => entry.Raced))} at the same time; looking again ...");
            await Task.Delay(Moment, time, cancellationToken);
            entries = await Task.WhenAll(entries.Select(async (entry, i) => entry.Raced ? entry.Then(await restore(i, cancellationToken)) : entry));
        }

        return entries;
    }

    private async Task<IReadOnlyList<FoundKey>> FindAsync(RollbackRequest request, CancellationToken cancellationToken)
    {
        var scope = new SweepScope(request.Accounts, request.Regions);
        if (request.Run is { } id)
        {
            return await new KeySearch(regions, run).OfRunAsync(id, scope, cancellationToken);
        }

        if (request.AllPending)
        {
            return await new KeySearch(regions, run).PendingAsync(scope, cancellationToken);
        }

        var finder = new KeyFinder(regions, run);
        var found = await Task.WhenAll(request.Keys.Select(key => finder.FindAsync(key, scope, cancellationToken)));
        // Named by id and by ARN, it is one key still.
        return [.. found.DistinctBy(one => (object?)one.Key ?? one)];
    }

    // Each Region at its own pace: one that is slow, or has more keys, holds up no other.
    private static async Task<RollbackEntry[]> EachAsync(
        IReadOnlyList<FoundKey> keys, Func<int, CancellationToken, Task<RollbackEntry>> act, CancellationToken cancellationToken)
    {
        var entries = new RollbackEntry[keys.Count];
        await Task.WhenAll(Enumerable.Range(0, keys.Count).GroupBy(i => keys[i].Kms).Select(region => Parallel.ForEachAsync(
            region,
            new ParallelOptions { MaxDegreeOfParallelism = Width, CancellationToken = cancellationToken },
            async (i, stop) => entries[i] = await act(i, stop))));
        return entries;
    }

    // The keys of a multi-Region set share their id: primary first, then its replicas.
    private static IReadOnlyList<RollbackEntry> Together(IEnumerable<RollbackEntry> entries) =>
    [
        .. entries
            .GroupBy(entry => KeyArn.TryParse(entry.Arn, out var arn) ? arn.KeyId : entry.Arn)
            .SelectMany(set => set.OrderBy(entry => entry.MultiRegion ?? MultiRegionKind.None)),
    ];
}
