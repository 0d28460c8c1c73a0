using KmsGuard.Detect;
using KmsGuard.Evaluate;
using KmsGuard.Report;

namespace KmsGuard.Remediate;

/// <summary>What a sweep found and did in one account and Region.</summary>
public sealed record RegionResult
{
    /// <summary>Instead of a Region's name, for an account that could not be entered.</summary>
    public const string EveryRegion = "*";

    /// <summary>Twelve digits; empty where even that could not be found out.</summary>
    public required string Account { get; init; }

    /// <summary>The Region, or <see cref="EveryRegion"/>.</summary>
    public required string Region { get; init; }

    /// <summary>Why it could not be read to the end; null when it was, or when only time ran out.</summary>
    public Failure? Failure { get; init; }

    /// <summary>Where a following slice goes on; null when nothing is left.</summary>
    public SweepCursor? Next { get; init; }

    /// <summary>Keys that were listed, counted as they came, less those left to the next slice: the entries have to add up to it.</summary>
    public int Listed { get; init; }

    /// <summary>One entry a key, by ARN.</summary>
    public IReadOnlyList<KeyReport> Keys { get; init; } = [];

    /// <summary>Whether more deletions were due than allowed.</summary>
    public bool BreakerOpen { get; init; }

    /// <summary>The exempt globs that matched some alias here; null when the aliases are not known.</summary>
    public IReadOnlyCollection<Glob>? MatchedGlobs { get; init; }

    /// <summary>What deserves a look, in words.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>API calls by operation.</summary>
    public IReadOnlyDictionary<string, int> Calls { get; init; } = new Dictionary<string, int>();

    /// <summary>How many of them were throttled.</summary>
    public int Throttled { get; init; }
}
