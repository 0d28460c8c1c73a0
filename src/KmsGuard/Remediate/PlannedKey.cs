using System.Text.Json.Serialization;
using KmsGuard.Detect;
using KmsGuard.Evaluate;
using KmsGuard.Report;

namespace KmsGuard.Remediate;

/// <summary>What a plan has for one key, and why.</summary>
/// <param name="Arn">The key.</param>
/// <param name="Names">Its aliases, for who reviews it.</param>
/// <param name="State">Its state when it was read.</param>
/// <param name="Rule">The rule that decided.</param>
/// <param name="Action">What is to be done.</param>
/// <param name="Reasons">Every reason, by its stable name: what has to hold still when it is done.</param>
/// <param name="Detail">The evidence in words.</param>
public sealed record PlannedKey(
    KeyArn Arn,
    IReadOnlyList<string> Names,
    KeyState? State,
    string Rule,
    PlannedAction Action,
    IReadOnlyList<string> Reasons,
    string Detail)
{
    // What a plan consists of: what is due, and the marks of keys that the deletion rule meets for the first time.
    internal static bool IsPlanned(KeyReport key) => key is { Outcome: Outcome.Planned or Outcome.Held, Action: not null };

    internal static PlannedKey Of(KeyReport key, SweepOptions options) => new(
        KeyArn.Parse(key.Arn), key.Aliases ?? [], key.State, key.Rule!, PlannedAction.Of(key.Action!, options)!, key.Reasons, Quote.Of(key.Detail, 2000));

    /// <summary>Whether a decision made later is the same: the same thing to do, by the same rule, for the same reasons.
    /// The evidence may have moved on: a key that was idle for 90 days is idle for 91 a day later.</summary>
    internal bool IsStill(Decision decision) =>
        decision.Rule == Rule && decision.Action?.Operation == Action.Operation && decision.Reasons.SequenceEqual(Reasons);
}

/// <summary>One thing to do. The settings give its parameters; they are written out for who reviews it.</summary>
/// <param name="Operation">EnableKeyRotation, ScheduleKeyDeletion or TagResource.</param>
public sealed record PlannedAction(string Operation)
{
    /// <summary>The rotation period that is set, in days; null for other operations.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? RotationPeriodDays { get; init; }

    /// <summary>The waiting period before the deletion, in days; null for other operations.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? WindowDays { get; init; }

    /// <summary>The tag that is set, to the time at which it is; null for other operations.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Tag { get; init; }

    /// <summary>The rule that it belongs to.</summary>
    [JsonIgnore]
    public string Rule => Operation == nameof(KeyAction.EnableKeyRotation) ? Decision.RotationRule : Decision.DeletionRule;

    /// <summary>An operation as a sweep with these options does it; null for one that no sweep does.</summary>
    public static PlannedAction? Of(string operation, SweepOptions options) => operation switch
    {
        nameof(KeyAction.EnableKeyRotation) => new(operation) { RotationPeriodDays = options.RotationPeriodDays },
        nameof(KeyAction.ScheduleKeyDeletion) => new(operation) { WindowDays = options.WindowDays },
        nameof(KeyAction.TagResource) => new(operation) { Tag = KeyTags.DisabledSince },
        _ => null,
    };
}
