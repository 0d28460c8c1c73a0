using System.Text;
using System.Text.Json;
using KmsGuard.Detect;
using KmsGuard.Evaluate;

namespace KmsGuard.Report;

/// <summary>Writes the notice of an alert: what, who, when and until when first, then the evidence, then how to undo it.</summary>
public static class AlertNotice
{
    /// <summary>Writes.</summary>
    public static Notice Write(Alert alert, MessageFormat format) => NoticeWriter.Write(
        format,
        $"[{alert.Severity}] {Headline(alert)}",
        Text(alert),
        () => JsonSerializer.Serialize(AlertMessage.Of(alert), ReportJson.Default.AlertMessage),
        Attributes(alert));

    internal static string Headline(Alert alert) =>
        $"KMS {What(alert.Event)}{(alert.ByKmsGuard ? " by KmsGuard" : "")}: {alert.KeyName} in {alert.Event.Account} {alert.Event.Region}";

    private static string What(KeyEvent happened) => (happened.Refused && happened.Kind != KeyEventKind.DoomedKeyUsed ? "refused: " : "") + happened.Kind switch
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

    private static string Text(Alert alert)
    {
        var text = new StringBuilder();
        void Line(string name, string? value)
        {
            if (!string.IsNullOrWhiteSpace(value))
            {
                text.Append(name.PadRight(10)).Append(SafeText.OneLine(value, 512)).Append('\n');
            }
        }

        var happened = alert.Event;
        var key = alert.Key;
        var principal = happened.Principal;
        text.Append(SafeText.OneLine(Headline(alert))).Append('\n').Append(Stake(alert)).Append("\n\n");
        Line("What", happened.Refused ? $"{happened.Name}, refused: {happened.ErrorCode} {happened.ErrorMessage}" : happened.Name);
        Line("Who", principal.Name + (alert.ByKmsGuard ? " (KmsGuard itself)" : "") + (principal is { IsRoot: true, Mfa: not true } ? ", WITHOUT MFA" : ""));
        Line("", principal.Arn);
        Line("Via", principal.InvokedBy);
        Line("From", string.Join(", ", new[] { happened.SourceIp, happened.UserAgent }.Where(part => part is not null).Select(part => SafeText.OneLine(part, 80))));
        Line("When", happened.At is { } at ? $"{at.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC" : "the event does not tell");
        Line("Key", happened.Key?.ToString() ?? happened.KeyText ?? "the event does not tell");
        Line("State", Fact(key?.Description, Describe));
        Line("Deadline", alert.DaysLeft is { } days ? $"{key!.Description!.Value!.DeletionDate!.Value.UtcDateTime:yyyy-MM-dd HH:mm} UTC, {days} days left" : null);
        Line("Aliases", Fact(key?.Aliases, aliases => aliases.Count == 0 ? "none" : string.Join(", ", aliases)));
        Line("About", key?.Description?.Value?.Description);
        Line("Tags", Fact(key?.Tags, tags => tags.Count == 0 ? "none" : string.Join(", ", tags.Select(tag => $"{tag.Key}={tag.Value}"))));
        Line("Last use", Fact(key?.LastUsage, usage => IdleTime.Prove(usage)?.How ?? "KMS does not tell"));
        Line("Grants", Fact(key?.Grants, grants => grants.Count == 0 ? "none" : $"{grants.Count}: {string.Join(", ", grants.Select(grant => grant.Grantee).Distinct().Take(5))}"));
        Line("Event", happened.Id);
        foreach (var line in Undo.Commands(alert))
        {
            text.Append(line).Append('\n');
        }

        return text.ToString();
    }

    private static string Stake(Alert alert) => alert.Event switch
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

    private static string Describe(KeyDescription key) =>
        $"{key.State}, {key.Spec}, {key.Origin}" + key.MultiRegion switch
        {
            MultiRegionKind.Primary => $", multi-Region primary, replicas in {(key.Replicas.Count == 0 ? "no Region" : string.Join(", ", key.Replicas.Select(replica => replica.Region)))}",
            MultiRegionKind.Replica => $", multi-Region replica of {key.Primary}",
            _ => "",
        };

    private static string? Fact<T>(Reading<T>? reading, Func<T, string> show)
        where T : class => reading switch
        {
            null => null,
            { Value: { } value } => show(value),
            _ => $"could not be read: {reading.Failure}",
        };

    private static Dictionary<string, string?> Attributes(Alert alert) => new()
    {
        ["kind"] = "alert",
        ["severity"] = alert.Severity.ToString(),
        ["event"] = alert.Event.Name,
        ["account"] = alert.Event.Account,
        ["region"] = alert.Event.Region,
        ["keyArn"] = alert.Event.Key?.ToString(),
        ["principal"] = alert.Event.Principal.Arn ?? alert.Event.Principal.Name,
        ["eventId"] = alert.Event.Id,
    };
}
