using KmsGuard.Detect;

namespace KmsGuard.Report;

/// <summary>The first lines of an alert: what happened to which key, and what is at stake.</summary>
internal static class AlertHeadline
{
    private const int MaxSubject = 99, LongestName = 80, ShortestName = 12;

    /// <summary>What, which key, which account, which Region. Not safe yet: names are from outside.</summary>
    public static string Of(Alert alert) => Of(alert, LongestName);

    /// <summary>The same for a subject, with the severity. A long name gives way, so that account and Region are not cut off.</summary>
    public static string Subject(Alert alert)
    {
        var severity = $"[{alert.Severity}] ";
        var name = SafeText.OneLine(alert.KeyName, LongestName);
        var others = severity.Length + Of(alert, LongestName).Length - name.Length;
        return severity + Of(alert, Math.Clamp(MaxSubject - others, ShortestName, LongestName));
    }

    private static string Of(Alert alert, int longestName) =>
        $"KMS {What(alert.Event)}{(alert.ByKmsGuard ? " by KmsGuard" : "")}{Rescue(alert)}: {SafeText.OneLine(alert.KeyName, longestName)}"
        + (alert.Event.Account.Length + alert.Event.Region.Length > 0 ? $" in {alert.Event.Account} {alert.Event.Region}".TrimEnd() : "");

    /// <summary>What is at stake, in a sentence of our own.</summary>
    public static string Stake(Alert alert) => alert.Rescue switch
    {
        { NeedsPerson: true } => "KmsGuard could NOT rescue this key: a person must act. " + Stake(alert.Event),
        { } => "KmsGuard has cancelled the deletion, which leaves a key disabled, and holds the key until somebody lifts that.",
        null => Stake(alert.Event),
    };

    private static string Stake(KeyEvent happened) => happened switch
    {
        { Kind: KeyEventKind.DoomedKeyUsed } => "Somebody still needs this key: the call was refused because of the key's state.",
        { Refused: true } => "The call was refused: nothing has changed.",
        { Kind: KeyEventKind.KeyDisabled } => "Nothing that this key encrypted can be read until it is enabled again.",
        { Kind: KeyEventKind.DeletionScheduled } => "Everything that this key ever encrypted is lost for good once it is deleted. Until then it can be taken back.",
        { Kind: KeyEventKind.KeyDeleted } => "The key is gone, and with it everything that it encrypted. This cannot be undone.",
        { Kind: KeyEventKind.MaterialDeleted or KeyEventKind.MaterialExpired } => "The key cannot be used until the same key material is imported again.",
        { Kind: KeyEventKind.PolicyChanged } => "The key is pending deletion; a new policy can take away the right to cancel that.",
        { Kind: KeyEventKind.RotationDisabled } => "The key no longer rotates by itself (Conformity KMS-002, CIS 3.6).",
        { Kind: KeyEventKind.DeletionCancelled } => "The key stays. KMS leaves it disabled.",
        _ => "The key can be used again.",
    };

    private static string Rescue(Alert alert) => alert.Rescue switch
    {
        { NeedsPerson: true } => ", NOT RESCUED",
        { } => ", rescued",
        null => "",
    };

    private static string What(KeyEvent happened) => happened.Refused && happened.Kind != KeyEventKind.DoomedKeyUsed
        ? $"{SafeText.OneLine(happened.Name, 40)} refused"
        : happened.Kind switch
        {
            KeyEventKind.KeyDisabled => "key disabled",
            KeyEventKind.DeletionScheduled => "key deletion scheduled",
            KeyEventKind.RotationDisabled => "rotation disabled",
            KeyEventKind.MaterialDeleted => "key material deleted",
            KeyEventKind.PolicyChanged => "policy changed while pending deletion",
            KeyEventKind.DeletionCancelled => "key deletion cancelled",
            KeyEventKind.KeyEnabled => "key enabled",
            KeyEventKind.DoomedKeyUsed => $"{SafeText.OneLine(happened.Name, 40)} on a doomed key",
            KeyEventKind.KeyDeleted => "key deleted",
            _ => "key material expired",
        };
}
