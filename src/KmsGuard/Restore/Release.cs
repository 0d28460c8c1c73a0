using KmsGuard.Detect;
using KmsGuard.Remediate;

namespace KmsGuard.Restore;

/// <summary>Lifts the holds of keys, so that a sweep may take them again. It needs kms:UntagResource, which no function has:
/// only a person who may tag keys can decide on it.</summary>
public sealed class Release(IKmsRegions regions)
{
    // KMS allows five UntagResource a second in a Region; a few keys side by side keep that busy.
    private const int Width = 8;

    private readonly Run run = new("release");

    /// <summary>Runs. One key's trouble is its own entry; only cancellation is thrown.</summary>
    public async Task<ReleaseReport> RunAsync(
        IReadOnlyList<KeyReference> keys, SweepScope scope, string reason, CancellationToken cancellationToken)
    {
        var finder = new KeyFinder(regions, run);
        var by = await regions.WhoAmIAsync(cancellationToken);
        var entries = new ReleaseEntry[keys.Count];
        // Each Region at its own pace.
        await Task.WhenAll(Enumerable.Range(0, keys.Count).GroupBy(i => keys[i].Arn?.Region).Select(region => Parallel.ForEachAsync(
            region,
            new ParallelOptions { MaxDegreeOfParallelism = Width, CancellationToken = cancellationToken },
            async (i, stop) => entries[i] = await ReleaseAsync(await finder.FindAsync(keys[i], scope, stop), stop))));
        return new(by, reason, entries);
    }

    private static async Task<ReleaseEntry> ReleaseAsync(FoundKey found, CancellationToken cancellationToken)
    {
        if (found is not { Kms: { } kms, Key: { } key })
        {
            return new(
                found.Name, null, found.Refusal!.Outcome == RollbackOutcome.NotFound ? ReleaseOutcome.NotFound : ReleaseOutcome.Failed, found.Refusal.Error);
        }

        var tags = await kms.ListResourceTagsAsync(key, cancellationToken);
        if (tags.Value is not { } read)
        {
            return Fail(key, null, tags.Failure!);
        }

        if (read.GetValueOrDefault(KeyTags.Hold) is not { } hold)
        {
            return new(key.ToString(), null, ReleaseOutcome.NotHeld, null);
        }

        return await kms.ApplyAsync(key, new KeyAction.UntagResource(KeyTags.Hold, hold), cancellationToken) is { } failure
            ? Fail(key, hold, failure)
            : new(key.ToString(), hold, ReleaseOutcome.Released, null);
    }

    private static ReleaseEntry Fail(KeyArn key, string? hold, Failure failure) => new(
        key.ToString(),
        hold,
        failure.Kind == FailureKind.NotFound ? ReleaseOutcome.NotFound : ReleaseOutcome.Failed,
        failure.ToString());
}
