using KmsGuard.Remediate;

namespace KmsGuard.Restore;

/// <summary>Takes scheduled deletions back: finds every key first, then acts on those that were found.</summary>
public sealed class Rollback(IKmsRegions regions, TimeProvider time)
{
    // Cancelling is allowed five times a second; a few keys side by side keep that busy.
    private const int Width = 8;

    /// <summary>Runs. One key's trouble is its own entry; only cancellation is thrown.</summary>
    public async Task<RollbackReport> RunAsync(RollbackRequest request, CancellationToken cancellationToken)
    {
        var finder = new KeyFinder(regions);
        IReadOnlyList<FoundKey> keys = request.Run is { } run
            ? await finder.FindRunAsync(run, request.Regions, cancellationToken)
            : await Task.WhenAll(request.Keys.Select(key => finder.FindAsync(key, request.Regions, cancellationToken)));
        var by = await regions.WhoAmIAsync(cancellationToken);
        var entries = new RollbackEntry[keys.Count];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, keys.Count),
            new ParallelOptions { MaxDegreeOfParallelism = Width, CancellationToken = cancellationToken },
            async (i, stop) => entries[i] = keys[i].Refusal
                ?? await new KeyRestoration(keys[i].Kms!, request, by, time).RestoreAsync(keys[i].Key!, stop));
        return new RollbackReport(request.DryRun, by, request.Reason, request.Run, entries);
    }
}
