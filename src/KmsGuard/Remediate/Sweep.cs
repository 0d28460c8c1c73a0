using System.Globalization;
using System.Security.Cryptography;
using KmsGuard.Detect;
using KmsGuard.Evaluate;
using KmsGuard.Report;

namespace KmsGuard.Remediate;

/// <summary>Where a sweep is to go.</summary>
/// <param name="Accounts">Accounts to enter; empty for the caller's own.</param>
/// <param name="Regions">The Regions; at least one.</param>
public sealed record SweepScope(IReadOnlyList<string> Accounts, IReadOnlyList<string> Regions);

/// <summary>The nightly sweep over accounts and Regions.</summary>
/// <param name="regions">The way into them.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Takes each key's entry as it is made; null for nobody.</param>
public sealed class Sweep(IKmsRegions regions, TimeProvider time, DecisionLog? log = null)
{
    // Regions have quotas of their own, so they can go side by side; this bounds sockets and memory, not the rate.
    private const int Width = 8;

    /// <summary>Runs to the end; trouble with a key, a Region or an account is in the report. Only cancellation is thrown.</summary>
    public async Task<SweepReport> RunAsync(SweepScope scope, SweepOptions options, CancellationToken cancellationToken)
    {
        var startedAt = time.GetUtcNow();
        var runId = NewRunId(startedAt);
        var places = (scope.Accounts.Count == 0 ? [null] : scope.Accounts.Cast<string?>())
            .SelectMany(account => scope.Regions.Select(region => (Account: account, Region: region)))
            .ToList();
        var results = new RegionResult[places.Count];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, places.Count),
            new ParallelOptions { MaxDegreeOfParallelism = Width, CancellationToken = cancellationToken },
            async (i, stop) => results[i] = await RunAsync(places[i].Account, places[i].Region, options, runId, stop));
        return SweepReport.Of(runId, startedAt, time.GetUtcNow(), options, results);
    }

    private async Task<RegionResult> RunAsync(
        string? account, string region, SweepOptions options, string runId, CancellationToken cancellationToken)
    {
        try
        {
            var kms = await regions.OpenAsync(account, region, new(runId), cancellationToken);
            var result = await new RegionSweep(kms, options, runId, time).RunAsync(cancellationToken);
            foreach (var key in result.Keys)
            {
                log?.Invoke(runId, result.Account, result.Region, key);
            }

            return result;
        }
        catch (FailureException e)
        {
            return new(account ?? "", region, e.Failure, null, 0, [], false, [], new Dictionary<string, int>(), 0);
        }
    }

    // Sorts by time, is unique without a database, and is valid as a tag's value and in a role session's name.
    private static string NewRunId(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture)
        + "-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));
}
