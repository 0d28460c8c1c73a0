using System.Collections.Concurrent;
using KmsGuard.Detect;
using KmsGuard.Remediate;

namespace KmsGuard.Restore;

/// <summary>A key to be restored, or why it is not to be.</summary>
/// <param name="Name">What was asked for.</param>
/// <param name="Kms">Where the key is; null when it was not found.</param>
/// <param name="Key">The key; null when it was not found.</param>
/// <param name="Refusal">The entry to report instead; null when it was found.</param>
public sealed record FoundKey(string Name, IKmsRegion? Kms, KeyArn? Key, RollbackEntry? Refusal);

/// <summary>Finds the keys of a rollback. It only reads.</summary>
public sealed class KeyFinder(IKmsRegions regions)
{
    private const int Width = 32;

    private readonly Run run = new("rollback");

    /// <summary>Finds a key by ARN, or by id in the Regions given.</summary>
    public async Task<FoundKey> FindAsync(KeyReference reference, IReadOnlyList<string> where, CancellationToken cancellationToken)
    {
        var name = reference.ToString();
        if (reference.Arn is { } arn)
        {
            return await OpenAsync(arn.Account, arn.Region, cancellationToken) is var (kms, failure) && kms is null
                ? Refuse(name, RollbackOutcome.Failed, failure!.ToString())
                : new(name, kms, arn, null);
        }

        List<(IKmsRegion Kms, KeyArn Key)> found = [];
        List<Failure> failures = [];
        foreach (var region in where)
        {
            var (kms, failure) = await OpenAsync(null, region, cancellationToken);
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

        failures = [.. Troubles(failures, found.Count > 0).Where(failure => failure.Kind != FailureKind.NotFound)];

        return found.Count switch
        {
            1 => new(name, found[0].Kms, found[0].Key, null),
            > 1 => Refuse(name, RollbackOutcome.Failed, $"it is in several Regions, give the ARN: {string.Join(", ", found.Select(one => one.Key))}"),
            _ when failures.Count > 0 => Refuse(name, RollbackOutcome.Failed, string.Join("; ", failures)),
            _ => Refuse(name, RollbackOutcome.NotFound, $"there is no such key in {string.Join(", ", where)}"),
        };
    }

    /// <summary>Finds every key that carries a run's tag: those that it doomed, and those already taken back.</summary>
    public async Task<IReadOnlyList<FoundKey>> FindRunAsync(string runId, IReadOnlyList<string> where, CancellationToken cancellationToken)
    {
        var found = new ConcurrentBag<FoundKey>();
        var failed = new Dictionary<Failure, string>(ReferenceEqualityComparer.Instance);
        foreach (var region in where)
        {
            var (kms, failure) = await OpenAsync(null, region, cancellationToken);
            if (kms is null)
            {
                failed[failure!] = region;
                continue;
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
                            if (await MatchAsync(kms, key, runId, stop) is { } match)
                            {
                                found.Add(match);
                            }
                        });
                }
            }
            catch (FailureException e)
            {
                failed[e.Failure] = region;
            }
        }

        foreach (var failure in Troubles([.. failed.Keys], failed.Count < where.Count))
        {
            found.Add(Refuse(failed[failure], RollbackOutcome.Failed, failure.ToString()));
        }

        return [.. found.OrderBy(one => one.Name, StringComparer.Ordinal)];
    }

    // Enabled keys are asked for their tags too only if they cannot be told apart otherwise: they are safe already.
    private static async Task<FoundKey?> MatchAsync(IKmsRegion kms, KeyArn key, string runId, CancellationToken cancellationToken)
    {
        var description = await kms.DescribeKeyAsync(key.KeyId, cancellationToken);
        if (description.Value is { } known
            && (known.Manager != KeyManager.Customer
                || !KeyRestoration.CanRestore(known.State)))
        {
            return null;
        }

        var tags = await kms.ListResourceTagsAsync(key, cancellationToken);
        return tags.Value is { } read
            ? read.GetValueOrDefault(KeyTags.Run) == runId ? new(key.ToString(), kms, key, null) : null
            : tags.Failure!.Kind == FailureKind.NotFound ? null
            : Refuse(key.ToString(), RollbackOutcome.Failed, $"whether the run scheduled it could not be read: {tags.Failure}");
    }

    // A Region that is not enabled answers as if the credentials were wrong: believed when they worked elsewhere. No key
    // that could be restored is there.
    private static IEnumerable<Failure> Troubles(IReadOnlyCollection<Failure> failures, bool someWorked)
    {
        someWorked |= failures.Any(failure => failure.Kind == FailureKind.NotFound);
        return failures.Where(failure => !(someWorked && failure.Kind == FailureKind.UnknownCredentials));
    }

    private async Task<(IKmsRegion? Kms, Failure? Failure)> OpenAsync(string? account, string region, CancellationToken cancellationToken)
    {
        try
        {
            return (await regions.OpenAsync(account, region, run, cancellationToken), null);
        }
        catch (FailureException e)
        {
            return (null, e.Failure);
        }
    }

    private static FoundKey Refuse(string name, RollbackOutcome outcome, string why) =>
        new(name, null, null, new RollbackEntry(name, null, null, outcome, why));
}
