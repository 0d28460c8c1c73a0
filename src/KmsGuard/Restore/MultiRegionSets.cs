using KmsGuard.Detect;
using KmsGuard.Remediate;

namespace KmsGuard.Restore;

/// <summary>Looks at the rest of a restored key's multi-Region set: each of its keys has a state of its own.</summary>
internal sealed class MultiRegionSets(IKmsRegions regions, Run run, RollbackRequest request)
{
    /// <summary>Says which part of its set the key is, and which Regions are not where this one is now.</summary>
    public async Task<RollbackEntry> CompleteAsync(FoundKey found, RollbackEntry entry, CancellationToken cancellationToken)
    {
        if (found is not { Key: { } key, Kms: { } kms } || entry.Before is null
            || !KeyArn.IsMultiRegionId(key.KeyId)
            || (await kms.DescribeKeyAsync(key.KeyId, cancellationToken)).Value is not { MultiRegion: not MultiRegionKind.None } known)
        {
            return entry;
        }

        List<string> behind = [];
        foreach (var other in known.Replicas.Append(known.Primary).OfType<KeyArn>().Where(other => other != key).Distinct())
        {
            var (opened, _) = await regions.TryOpenAsync(other.Account, other.Region, run, cancellationToken);
            var state = opened is null ? null : (await opened.DescribeKeyAsync(other.KeyId, cancellationToken)).Value?.State;
            if (request.ReEnable ? state != KeyState.Enabled : state?.IsPendingDeletion() == true)
            {
                behind.Add($"{other.Region} ({state?.ToString() ?? "could not be read"})");
            }
        }

        var note = behind.Count == 0 || request.DryRun ? null
            : $"of its multi-Region set still {(request.ReEnable ? "not enabled" : "pending deletion")}: {string.Join(", ", behind.Order(StringComparer.Ordinal))}";
        return entry with
        {
            MultiRegion = known.MultiRegion,
            Note = entry.Note is null ? note : note is null ? entry.Note : $"{entry.Note}; {note}",
        };
    }
}
