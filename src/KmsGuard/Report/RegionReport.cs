using System.Text.Json.Serialization;
using KmsGuard.Detect;
using KmsGuard.Evaluate;
using KmsGuard.Remediate;

namespace KmsGuard.Report;

/// <summary>How far a Region was swept.</summary>
[JsonConverter(typeof(KebabCaseConverter<RegionStatus>))]
public enum RegionStatus
{
    /// <summary>To the end.</summary>
    Complete,

    /// <summary>Time ran out.</summary>
    Incomplete,

    /// <summary>The Region is not enabled for the account.</summary>
    NotEnabled,

    /// <summary>It could not be read, or not to the end.</summary>
    Failed,
}

/// <summary>One account and Region in the ledger.</summary>
public sealed record RegionReport
{
    /// <summary>Twelve digits; empty when even that could not be found out.</summary>
    public required string Account { get; init; }

    /// <summary>The Region.</summary>
    public required string Region { get; init; }

    /// <summary>How far it was swept.</summary>
    public required RegionStatus Status { get; init; }

    /// <summary>Why it is not complete; null when it is.</summary>
    public string? Error { get; init; }

    /// <summary>Where a following invocation goes on; null when nothing is left.</summary>
    public string? Next { get; init; }

    /// <summary>Keys listed.</summary>
    public required int Listed { get; init; }

    /// <summary>Keys by outcome; they add up to <see cref="Listed"/>.</summary>
    public required IReadOnlyDictionary<string, int> Outcomes { get; init; }

    /// <summary>API calls by operation.</summary>
    public required IReadOnlyDictionary<string, int> Calls { get; init; }

    /// <summary>Calls that KMS throttled.</summary>
    public required int Throttled { get; init; }

    /// <summary>Whether every key listed has its outcome. A run that lost count of a key has not succeeded.</summary>
    [JsonIgnore]
    public bool AddsUp => Outcomes.Values.Sum() == Listed;

    /// <summary>Where it stands where not all Regions can be shown: what needs somebody first.</summary>
    internal int Rank => Status switch
    {
        RegionStatus.Failed => 0,
        _ when !AddsUp => 1,
        RegionStatus.Incomplete => 2,
        RegionStatus.Complete => 3,
        _ => 4,
    };

    // The answer for a Region that is not enabled is that of wrong credentials, so it is believed only when the same
    // credentials worked in another Region.
    internal static RegionReport Of(RegionResult result, bool someWorked) => new()
    {
        Account = result.Account,
        Region = result.Region,
        Status = result.Failure switch
        {
            null => result.Next is null ? RegionStatus.Complete : RegionStatus.Incomplete,
            { Kind: FailureKind.OutOfTime } => RegionStatus.Incomplete,
            { Kind: FailureKind.UnknownCredentials } when someWorked && result.Keys.Count == 0 => RegionStatus.NotEnabled,
            _ => RegionStatus.Failed,
        },
        Error = result.Failure?.ToString(),
        Next = result.Next is { } next ? SweepToken.Write(next) : null,
        Listed = result.Listed,
        Outcomes = SweepTotals.Count(result.Keys),
        Calls = result.Calls,
        Throttled = result.Throttled,
    };
}

/// <summary>Sums over a run.</summary>
/// <param name="Listed">Keys listed.</param>
/// <param name="Outcomes">Keys by outcome.</param>
/// <param name="MonthlyCostUsd">What the disabled keys cost a month, at AWS's one dollar a key.</param>
/// <param name="MonthlySavingUsd">How much of it the deletions of this run save, done or planned.</param>
public sealed record SweepTotals(int Listed, IReadOnlyDictionary<string, int> Outcomes, decimal MonthlyCostUsd, decimal MonthlySavingUsd)
{
    // AWS KMS pricing: each customer managed key, in every Region; none while pending deletion.
    internal const decimal DollarsAKeyAndMonth = 1;

    internal static SweepTotals Of(int listed, IReadOnlyList<KeyReport> keys)
    {
        const string deletion = nameof(KeyAction.ScheduleKeyDeletion);
        var gone = keys.Count(key => key is { Action: deletion, Outcome: Outcome.Changed });
        var planned = keys.Count(key => key is { Action: deletion, Outcome: Outcome.Planned });
        var disabled = keys.Count(key => key.State == KeyState.Disabled) + gone;
        return new(listed, Count(keys), disabled * DollarsAKeyAndMonth, (gone + planned) * DollarsAKeyAndMonth);
    }

    internal static SortedDictionary<string, int> Count(IEnumerable<KeyReport> keys) =>
        new(keys.CountBy(key => key.Outcome).ToDictionary(count => KebabCase.Of(count.Key), count => count.Value), StringComparer.Ordinal);
}
