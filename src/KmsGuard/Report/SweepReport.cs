using System.Text.Json.Serialization;
using KmsGuard.Evaluate;
using KmsGuard.Remediate;

namespace KmsGuard.Report;

/// <summary>A sweep's ledger, as JSON has it: every key listed stands in exactly one outcome.</summary>
public sealed record SweepReport
{
    /// <summary>The run, as the tag <c>kmsguard:run</c> has it.</summary>
    public required string RunId { get; init; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset FinishedAt { get; init; }

    /// <summary>The rotation rule's mode.</summary>
    public required RuleMode Rotation { get; init; }

    /// <summary>The deletion rule's mode.</summary>
    public required RuleMode Deletion { get; init; }

    /// <summary>One entry an account and Region.</summary>
    public required IReadOnlyList<RegionReport> Regions { get; init; }

    /// <summary>The keys.</summary>
    public required IReadOnlyList<KeyReport> Keys { get; init; }

    /// <summary>What deserves a look, in words.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Sums over all Regions.</summary>
    public required SweepTotals Totals { get; init; }

    /// <summary>All that the sweep was allowed to do; null where only the ledger was kept. Not in the JSON.</summary>
    [JsonIgnore]
    public SweepOptions? Options { get; init; }

    /// <summary>Whether nothing failed, nothing was unreadable, no breaker tripped and every key listed is accounted for.</summary>
    [JsonIgnore]
    public bool Succeeded =>
        Regions.All(region => region.Status is RegionStatus.Complete or RegionStatus.NotEnabled)
        && Regions.All(region => region.AddsUp)
        && !Keys.Any(key => key.Outcome is Outcome.Failed or Outcome.Unreadable || key.Reasons.Contains(Reason.BreakerOpen));

    /// <summary>Makes the ledger of a run.</summary>
    public static SweepReport Of(
        string runId, DateTimeOffset startedAt, DateTimeOffset finishedAt, SweepOptions options, IReadOnlyList<RegionResult> results)
    {
        // Once the size that is needed: of a hundred thousand keys, growing lists would leave two copies behind.
        var keys = new List<KeyReport>(results.Sum(result => result.Keys.Count));
        foreach (var result in results)
        {
            keys.AddRange(result.Keys);
        }

        var someWorked = results.Any(result => result is { Failure: null, Next: null } or { Listed: > 0 });
        var unmatched = results.All(result => result.MatchedGlobs is not null)
            ? options.ExemptAliases.Except(results.SelectMany(result => result.MatchedGlobs!))
            : [];
        return new SweepReport
        {
            RunId = runId,
            StartedAt = startedAt,
            FinishedAt = finishedAt,
            Rotation = options.Rotation,
            Deletion = options.Deletion,
            Options = options,
            Regions = [.. results.Select(result => RegionReport.Of(result, someWorked))],
            Keys = keys,
            Warnings =
            [
                .. unmatched.Select(glob => $"The exempt alias '{glob}' matches no alias in any Region."),
                .. results.Where(result => result.Keys.Count != result.Listed).Select(result =>
                    $"The ledger of {result.Account} {result.Region} does not add up: {result.Listed} keys listed, {result.Keys.Count} decided on. Please report this."),
                .. results.Where(result => result.BreakerOpen).Select(result =>
                    $"More than {options.MaxDeletions} deletions are due in {result.Account} {result.Region}: none was scheduled there."),
                .. results.SelectMany(result => result.Warnings),
            ],
            Totals = SweepTotals.Of(results.Sum(result => result.Listed), keys),
        };
    }
}
