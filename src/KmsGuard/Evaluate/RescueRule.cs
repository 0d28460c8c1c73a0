using KmsGuard.Detect;

namespace KmsGuard.Evaluate;

/// <summary>What a rescue comes to.</summary>
public enum RescueStep
{
    /// <summary>There is nothing to rescue, and nothing to tell.</summary>
    Leave,

    /// <summary>A rescue has answered this event already.</summary>
    DoneBefore,

    /// <summary>Cancel the deletion, and hold the key.</summary>
    Rescue,

    /// <summary>The key would be rescued but for a fight over it: a person must act.</summary>
    Withhold,

    /// <summary>What has to be known before acting could not be read: a person must act.</summary>
    Unread,
}

/// <summary>A decision about one event and its key.</summary>
/// <param name="Step">What to do.</param>
/// <param name="Reason">Why, in words; some of them are from outside.</param>
/// <param name="Count">Which rescue of this key it would be; 0 when it is none.</param>
public sealed record RescueDecision(RescueStep Step, string Reason, int Count = 0);

/// <summary>Decides which events take a deletion back. Pure. docs/alerts.md has the same for people.</summary>
public static class RescueRule
{
    /// <summary>How often a key is rescued before a person has to lift its hold: then whoever schedules it again is not
    /// to be stopped by cancelling. Each time begins a waiting period of 7 days at least anew.</summary>
    public const int MostRescues = 3;

    // Calls that look after a key rather than use it: a job that tags every key does not need any of them. An operation that
    // AWS may add counts as use, which keeps the key.
    private static readonly HashSet<string> Administration = new(StringComparer.Ordinal)
    {
        "CreateAlias", "EnableKeyRotation", "GetKeyRotationStatus", "GetParametersForImport", "ImportKeyMaterial", "ListGrants",
        "ListKeyRotations", "ReplicateKey", "RotateKeyOnDemand", "TagResource", "UntagResource", "UpdateAlias", "UpdateKeyDescription",
        "UpdatePrimaryRegion",
    };

    /// <summary>The rule that an event falls under, by what the event alone tells; null for none.</summary>
    /// <param name="happened">The event.</param>
    /// <param name="options">When to rescue.</param>
    /// <param name="byKmsGuard">Whether the caller is one of KmsGuard's own roles, which never cause a rescue.</param>
    public static RescueMode? Of(KeyEvent happened, RescueOptions options, bool byKmsGuard) => happened switch
    {
        _ when byKmsGuard => null,
        { Kind: KeyEventKind.DoomedKeyUsed } when options.Mode is RescueMode.OnUse or RescueMode.Both && IsUse(happened) => RescueMode.OnUse,
        { Kind: KeyEventKind.DeletionScheduled, Refused: false }
            when options.Mode is RescueMode.Unapproved or RescueMode.Both && !IsApproved(happened.Principal, options) => RescueMode.Unapproved,
        _ => null,
    };

    /// <summary>Decides what to do for an event that falls under a rule. The event is a hint: the key as it is now decides.</summary>
    /// <param name="happened">The event.</param>
    /// <param name="key">The key, just read: its description and its tags.</param>
    /// <param name="now">The time: a hold from after it is not a rescue's, and answers no event.</param>
    public static RescueDecision Decide(KeyEvent happened, KeySnapshot key, DateTimeOffset now)
    {
        if (key.Description?.Value is not { } description)
        {
            return new(RescueStep.Unread, $"its state could not be read: {key.Description?.Failure}");
        }

        var pending = description.State.IsPendingDeletion();
        if (key.Tags?.Value is not { } tags)
        {
            return pending
                ? new(RescueStep.Unread, $"rescues are counted in its tags, and these could not be read: {key.Tags?.Failure}")
                : new(RescueStep.Leave, $"it is {description.State}");
        }

        return (RescueHold.Of(tags), pending) switch
        {
            // The tag has whole seconds, and so has an event's time; in the same second it may have come after the rescue.
            ({ } hold, _) when happened.At < hold.At && hold.At <= now => new(
                pending ? RescueStep.Leave : RescueStep.DoneBefore, $"it was rescued at {DisabledSince.ToTag(hold.At)}, after this event"),
            (_, false) => new(RescueStep.Leave, $"it is {description.State}"),
            ({ Count: >= MostRescues } hold, _) => new(
                RescueStep.Withhold,
                $"it was rescued {hold.Count} times and is scheduled for deletion again: somebody and KmsGuard work against each other, which a person must end"),
            var (hold, _) => new(RescueStep.Rescue, $"it is {description.State}", (hold?.Count ?? 0) + 1),
        };
    }

    private static bool IsUse(KeyEvent happened) =>
        happened.ErrorMessage?.Contains(" is pending ", StringComparison.Ordinal) == true && !Administration.Contains(happened.Name);

    private static bool IsApproved(Principal principal, RescueOptions options) =>
        (principal.RoleArn ?? principal.Arn) is { } arn && options.ApprovedPrincipals.Any(approved => approved.Matches(arn));
}
