using System.Collections.Concurrent;
using KmsGuard.Detect;
using KmsGuard.Evaluate;
using KmsGuard.Report;

namespace KmsGuard.Remediate;

/// <summary>Sweeps one account and Region: reads every key, decides on all of them, then acts.</summary>
public sealed class RegionSweep(IKmsRegion kms, SweepOptions options, string runId, TimeProvider time)
{
    // Enough to reach KMS's quotas at the latencies seen; the quotas themselves are kept by whoever makes the calls.
    private const int Width = 32;

    /// <summary>Runs. Only cancellation is thrown.</summary>
    public async Task<RegionResult> RunAsync(CancellationToken cancellationToken)
    {
        var aliases = await kms.ListAliasesAsync(cancellationToken);
        var matched = options.ExemptAliases.Where(glob => aliases.Value?.Any(key => key.Any(glob.Matches)) == true).ToHashSet();
        List<(KeySnapshot Key, Decision Decision)> keys = [];
        var listed = 0;
        Failure? failure = null;
        try
        {
            await foreach (var page in kms.ListKeysAsync(null, cancellationToken))
            {
                listed += page.Keys.Count;
                keys.AddRange(await DecideAsync(page.Keys, aliases, cancellationToken));
            }
        }
        catch (FailureException e)
        {
            failure = e.Failure;
        }

        var decisions = keys.Select(key => key.Decision).ToArray();
        var tripped = Breaker.Trip(decisions, options);
        var remediation = new KeyRemediation(kms, options, runId, time);
        await Parallel.ForEachAsync(Enumerable.Range(0, decisions.Length), Parallelism(cancellationToken), async (i, stop) =>
            decisions[i] = await remediation.ActAsync(decisions[i], keys[i].Key, stop));
        var now = time.GetUtcNow();
        return new(kms.Account, kms.Region, failure, null, listed, [.. decisions.Select(decision => KeyReport.Of(decision, now))], tripped, matched, kms.Calls, kms.Throttled);
    }

    private async Task<IEnumerable<(KeySnapshot Key, Decision Decision)>> DecideAsync(
        IReadOnlyList<KeyArn> page, Reading<ILookup<string, string>> aliases, CancellationToken cancellationToken)
    {
        var decided = new ConcurrentDictionary<int, (KeySnapshot, Decision)>();
        await Parallel.ForEachAsync(Enumerable.Range(0, page.Count), Parallelism(cancellationToken), async (i, stop) =>
        {
            var key = new KeySnapshot(page[i])
            {
                Aliases = aliases.Value is { } known
                    ? Reading.Of<IReadOnlyList<string>>([.. known[page[i].KeyId]])
                    : Reading.Failed<IReadOnlyList<string>>(aliases.Failure!),
            };
            key = await kms.ReadForDecisionAsync(key, options, time.GetUtcNow(), stop);
            decided[i] = (key, KeyEvaluator.Decide(key, options, time.GetUtcNow()));
        });
        return decided.OrderBy(entry => entry.Key).Select(entry => entry.Value);
    }

    private static ParallelOptions Parallelism(CancellationToken cancellationToken) =>
        new() { MaxDegreeOfParallelism = Width, CancellationToken = cancellationToken };
}
