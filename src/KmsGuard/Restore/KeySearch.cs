using System.Collections.Concurrent;
using KmsGuard.Detect;
using KmsGuard.Remediate;

namespace KmsGuard.Restore;

/// <summary>Searches accounts and Regions for keys to restore. It only reads.</summary>
public sealed class KeySearch(IKmsRegions regions, Run run)
{
    // Regions have quotas of their own; within one, this keeps the pacing busy.
    private const int Width = 32;

    /// <summary>Every key that carries a run's tag: those that it doomed, and those already taken back.</summary>
    public Task<IReadOnlyList<FoundKey>> OfRunAsync(string runId, SweepScope scope, CancellationToken cancellationToken) =>
        SearchAsync(scope, (kms, key, stop) => MatchAsync(kms, key, runId, stop), cancellationToken);

    /// <summary>Every key of the account's own that is pending deletion, whoever scheduled that.</summary>
    public Task<IReadOnlyList<FoundKey>> PendingAsync(SweepScope scope, CancellationToken cancellationToken) =>
        SearchAsync(scope, MatchPendingAsync, cancellationToken);

    private static async Task<FoundKey?> MatchAsync(IKmsRegion kms, KeyArn key, string runId, CancellationToken cancellationToken)
    {
        var description = await kms.DescribeKeyAsync(key.KeyId, cancellationToken);
        if (description.Value is { } known && (known.Manager != KeyManager.Customer || !KeyRestoration.CanRestore(known.State)))
        {
            return null;
        }

        var tags = await kms.ListResourceTagsAsync(key, cancellationToken);
        return tags.Value is { } read
            ? read.GetValueOrDefault(KeyTags.Run) == runId ? FoundKey.Of(kms, key) : null
            : tags.Failure!.Kind == FailureKind.NotFound ? null
            : FoundKey.Refuse(key.ToString(), RollbackOutcome.Failed, $"whether the run scheduled it could not be read: {tags.Failure}");
    }

    private static async Task<FoundKey?> MatchPendingAsync(IKmsRegion kms, KeyArn key, CancellationToken cancellationToken)
    {
        var description = await kms.DescribeKeyAsync(key.KeyId, cancellationToken);
        return description.Value is { } known
            ? known.Manager == KeyManager.Customer && known.State.IsPendingDeletion() ? FoundKey.Of(kms, key) : null
            : description.Failure!.Kind == FailureKind.NotFound ? null
            : FoundKey.Refuse(key.ToString(), RollbackOutcome.Failed, $"whether it is pending deletion could not be read: {description.Failure}");
    }

    private async Task<IReadOnlyList<FoundKey>> SearchAsync(
        SweepScope scope, Func<IKmsRegion, KeyArn, CancellationToken, Task<FoundKey?>> match, CancellationToken cancellationToken)
    {
        var found = new ConcurrentBag<FoundKey>();
        foreach (var account in scope.Accounts.DefaultIfEmpty<string?>(null))
        {
            var failed = new ConcurrentDictionary<Failure, string>(ReferenceEqualityComparer.Instance);
            try
            {
                // First of all: an account that cannot be entered is one entry, not one a Region.
                await regions.EnterAsync(account, scope.Regions[0], run, cancellationToken);
                await Parallel.ForEachAsync(scope.Regions, cancellationToken, async (region, stop) =>
                {
                    if (await SearchAsync(account, region, match, found, stop) is { } failure)
                    {
                        failed[failure] = account is null ? region : $"{account} {region}";
                    }
                });
            }
            catch (FailureException e)
            {
                found.Add(FoundKey.Refuse(account ?? scope.Regions[0], RollbackOutcome.Failed, $"the account could not be entered: {e.Failure}"));
            }

            foreach (var failure in RegionOpening.Troubles([.. failed.Keys], failed.Count < scope.Regions.Count))
            {
                found.Add(FoundKey.Refuse(failed[failure], RollbackOutcome.Failed, failure.ToString()));
            }
        }

        return [.. found.OrderBy(one => one.Name, StringComparer.Ordinal)];
    }

    private async Task<Failure?> SearchAsync(
        string? account,
        string region,
        Func<IKmsRegion, KeyArn, CancellationToken, Task<FoundKey?>> match,
        ConcurrentBag<FoundKey> found,
        CancellationToken cancellationToken)
    {
        var (kms, failure) = await regions.TryOpenAsync(account, region, run, cancellationToken);
        if (kms is null)
        {
            return failure;
        }

        try
        {
            await foreach (var page in kms.ListKeysAsync(null, cancellationToken))
            {
                await Parallel.ForEachAsync(
                    page.Keys,
                    new ParallelOptions { MaxDegreeOfParallelism = Width, CancellationToken = cancellationToken },
                    async (key, stop) =>
                    {
                        if (await match(kms, key, stop) is { } one)
                        {
                            found.Add(one);
                        }
                    });
            }

            return null;
        }
        catch (FailureException e)
        {
            return e.Failure;
        }
    }
}
