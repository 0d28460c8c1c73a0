using KmsGuard.Detect;
using KmsGuard.Remediate;

namespace KmsGuard.Restore;

/// <summary>Finds keys that a person named. It only reads.</summary>
public sealed class KeyFinder(IKmsRegions regions, Run run)
{
    /// <summary>Finds a key by ARN, or by id in the caller's own account and those of the scope.</summary>
    public async Task<FoundKey> FindAsync(KeyReference reference, SweepScope scope, CancellationToken cancellationToken)
    {
        var name = reference.ToString();
        if (reference.Arn is { } arn)
        {
            return await regions.TryOpenAsync(arn.Account, arn.Region, run, cancellationToken) is var (kms, failure) && kms is null
                ? FoundKey.Refuse(name, RollbackOutcome.Failed, $"account {arn.Account} could not be entered: {failure}")
                : new(name, kms, arn, null);
        }

        List<(IKmsRegion Kms, KeyArn Key)> found = [];
        List<Failure> failures = [];
        foreach (var account in (string?[])[null, .. scope.Accounts])
        {
            foreach (var region in scope.Regions)
            {
                var (kms, failure) = await regions.TryOpenAsync(account, region, run, cancellationToken);
                var description = kms is null ? null : await kms.DescribeKeyAsync(reference.KeyId, cancellationToken);
                if (description?.Value is { } key)
                {
                    found.Add((kms!, key.Arn));
                }
                else
                {
                    failures.Add(failure ?? description!.Failure!);
                }
            }
        }

        // The caller's own account may be among those of the scope.
        found = [.. found.DistinctBy(one => one.Key)];
        failures = [.. RegionOpening.Troubles(failures, found.Count > 0).Where(failure => failure.Kind != FailureKind.NotFound).Distinct()];
        return found.Count switch
        {
            1 => new(name, found[0].Kms, found[0].Key, null),
            0 when failures.Count > 0 => FoundKey.Refuse(name, RollbackOutcome.Failed, string.Join("; ", failures)),
            0 => FoundKey.Refuse(
                name, RollbackOutcome.NotFound, $"there is no such key in {string.Join(", ", scope.Regions)}; {RestoreTrouble.Lost(reference.KeyId)}"),
            _ => FoundKey.Refuse(name, RollbackOutcome.Failed, $"it is in several Regions, give the ARN: {string.Join(", ", found.Select(one => one.Key))}"),
        };
    }
}
