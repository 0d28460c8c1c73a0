using KmsGuard.Detect;
using KmsGuard.Evaluate;

namespace KmsGuard.Remediate;

/// <summary>How far a run has come in one account and Region: where a slice of it begins, and what that leaves to the next.</summary>
public sealed record SweepCursor
{
    /// <summary>The run.</summary>
    public required string RunId { get; init; }

    /// <summary>Twelve digits; null for the caller's own account.</summary>
    public string? Account { get; init; }

    /// <summary>The Region.</summary>
    public required string Region { get; init; }

    /// <summary>The rotation rule's mode: a run keeps it to its end.</summary>
    public required RuleMode Rotation { get; init; }

    /// <summary>The deletion rule's mode: a run keeps it to its end.</summary>
    public required RuleMode Deletion { get; init; }

    /// <summary>The page of ListKeys to go on with; null for the first.</summary>
    public string? Marker { get; init; }

    /// <summary>Whether ListKeys has given its last page.</summary>
    public bool Listed { get; init; }

    /// <summary>Keys that were listed and have no outcome yet.</summary>
    public IReadOnlyList<KeyArn> Open { get; init; } = [];

    /// <summary>Keys whose deletion was found due. None is scheduled while they can still turn out to be too many: the breaker
    /// bounds their number.</summary>
    public IReadOnlyList<KeyArn> Due { get; init; } = [];

    /// <summary>Whether more deletions were found due than allowed.</summary>
    public bool BreakerOpen { get; init; }

    /// <summary>Where a run begins in one account and Region.</summary>
    public static SweepCursor Start(string runId, string? account, string region, SweepOptions options) => new()
    {
        RunId = runId,
        Account = account,
        Region = region,
        Rotation = options.Rotation,
        Deletion = options.Deletion,
    };
}
