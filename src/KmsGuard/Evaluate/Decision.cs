using KmsGuard.Detect;
using KmsGuard.Remediate;

namespace KmsGuard.Evaluate;

/// <summary>What is to happen with one key, and why.</summary>
public sealed record Decision
{
    /// <summary>The rotation rule's name in reports.</summary>
    public const string RotationRule = "rotation";

    /// <summary>The deletion rule's name in reports.</summary>
    public const string DeletionRule = "deletion";

    /// <summary>The key.</summary>
    public required KeyArn Arn { get; init; }

    /// <summary>Its aliases, <c>alias/</c> included; empty for none, and where they could not be read.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Its state when it was read; null when that could not be read, or was not worth a call.</summary>
    public KeyState? State { get; init; }

    /// <summary>The outcome.</summary>
    public required Outcome Outcome { get; init; }

    /// <summary>The rule that decided; null when none applies.</summary>
    public string? Rule { get; init; }

    /// <summary>What is to be done, or was; null for nothing.</summary>
    public KeyAction? Action { get; init; }

    /// <summary>All the reasons, the checks in their order.</summary>
    public required IReadOnlyList<string> Reasons { get; init; }

    /// <summary>The evidence in words.</summary>
    public string Detail { get; init; } = "";

    /// <summary>When KMS will delete it (UTC); null when it will not, or when that is not known, as while replicas are left.</summary>
    public DateTimeOffset? DeletionDate { get; init; }

    /// <summary>Since when it is disabled, by what proves it (UTC); null for keys that are not, and where nothing does.</summary>
    public DateTimeOffset? DisabledSince { get; init; }

    /// <summary>Whether it rotates by itself; null for keys that cannot, and where that was not read.</summary>
    public bool? Rotates { get; init; }

    /// <summary>Days until a deletion, begun days counted; 0 when it is due.</summary>
    public static int DaysLeft(DateTimeOffset date, DateTimeOffset now) => (int)Math.Max(0, Math.Ceiling((date - now).TotalDays));

    /// <summary>Whether the run's time was up before the key could be read or acted on: it has no outcome yet.</summary>
    public bool IsOutOfTime => Reasons.Contains(Reason.OutOfTime);

    /// <summary>Whether this is a deletion that is due.</summary>
    public bool IsDueDeletion => Outcome == Outcome.Planned && Action is KeyAction.ScheduleKeyDeletion;
}
