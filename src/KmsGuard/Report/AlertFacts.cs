using System.Globalization;
using KmsGuard.Detect;
using KmsGuard.Evaluate;

namespace KmsGuard.Report;

/// <summary>What is known about an event and its key, as names and lines for people. A fact that could not be read says why.</summary>
internal static class AlertFacts
{
    private const int MaxLine = 512;

    /// <summary>Who, when, until when: what a person reads first.</summary>
    public static IEnumerable<(string Name, string Line)> First(Alert alert)
    {
        return Lines(
            ("What", alert.Event.Refused ? $"{alert.Event.Name}, refused: {alert.Event.ErrorCode} {alert.Event.ErrorMessage}" : alert.Event.Name),
            ("Who", Who(alert)),
            ("Caller", Unsaid(alert.Event.Principal.Arn)),
            ("Through", Unsaid(alert.Event.Principal.InvokedBy)),
            ("When", alert.Event.At is { } at ? Utc(at) : "the event does not tell"),
            ("Rescue", alert.Rescue is { } rescue ? $"{KebabCase.Of(rescue.Outcome)}, by rule {KebabCase.Of(rescue.Rule)}: {rescue.Detail}" : null),
            ("Deadline", Deadline(alert)),
            ("Key", alert.Event.Key?.ToString() ?? alert.Event.KeyText ?? "the event does not tell"),
            ("Also", alert.LeftOut > 0 ? $"{alert.LeftOut} more such {(alert.LeftOut == 1 ? "call" : "calls")} since the last notice" : null));

        // Services and federated users have nothing else for a name.
        string? Unsaid(string? text) => text is not null && alert.Event.Principal.Name.Contains(text, StringComparison.Ordinal) ? null : text;
    }

    /// <summary>The evidence.</summary>
    public static IEnumerable<(string Name, string Line)> Evidence(Alert alert)
    {
        var key = alert.Key;
        return alert.Event.Kind == KeyEventKind.KeyDeleted && key?.Description?.Failure?.Kind == FailureKind.NotFound ? Lines(
            Severity(),
            ("State", "deleted: KMS does not know it any more"),
            ("Event", alert.Event.Id))
        : Lines(
            Severity(),
            ("State", Fact(key?.Description, Describe)),
            ("Aliases", Fact(key?.Aliases, aliases => aliases.Count == 0 ? "none" : string.Join(", ", aliases))),
            ("About", key?.Description?.Value?.Description),
            ("Owner", string.Join(", ", alert.Owners.Select(tag => $"{tag.Key}={tag.Value}"))),
            ("Tags", Fact(key?.Tags, tags => tags.Count == 0 ? "none" : string.Join(", ", tags.OrderBy(tag => tag.Key, StringComparer.Ordinal).Select(tag => $"{tag.Key}={tag.Value}")))),
            ("Rotation", Fact(key?.Rotation, rotation => rotation.Enabled ? rotation.Describe() : "off")),
            ("Usage", Fact(key?.LastUsage, usage => IdleTime.Prove(usage)?.How ?? "KMS does not tell")),
            ("Grants", Fact(key?.Grants, grants => grants.Count == 0 ? "none" : $"{grants.Count}, held by {string.Join(", ", grants.Select(Holder).Distinct().Take(5))}")),
            ("From", string.Join(", ", new[] { alert.Event.SourceIp, alert.Event.UserAgent }.Where(part => part is not null).Distinct().Select(part => SafeText.OneLine(part, 80)))),
            ("Event", alert.Event.Id));

        (string, string?) Severity() => ("Severity", $"{alert.Severity}: {string.Join("; ", alert.Because)}");
    }

    private static IEnumerable<(string Name, string Line)> Lines(params (string Name, string? Line)[] lines) =>
        lines.Select(line => (line.Name, SafeText.OneLine(line.Line, MaxLine))).Where(line => line.Item2.Length > 0);

    private static string Who(Alert alert) =>
        alert.Event.Principal.Name
        + (alert.ByKmsGuard ? " (KmsGuard itself)" : "")
        + (alert.Event.Principal is { IsRoot: true, Mfa: not true } ? ", WITHOUT MFA" : "");

    private static string Holder(KeyGrant grant) => grant.Issuer is null || grant.Issuer == grant.Grantee ? grant.Grantee : $"{grant.Grantee} (by {grant.Issuer})";

    private static string Describe(KeyDescription key) =>
        $"{key.State}, {key.Spec}, {key.Origin}" + key.MultiRegion switch
        {
            MultiRegionKind.Primary => $", multi-Region primary, {(key.Replicas.Count == 0 ? "no replicas" : $"replicas in {string.Join(", ", key.Replicas.Select(replica => replica.Region))}")}",
            MultiRegionKind.Replica => $", multi-Region replica of {key.Primary}",
            _ => "",
        };

    private static string? Deadline(Alert alert) => alert switch
    {
        { Left: { } left, Key.Description.Value.DeletionDate: { } date } => $"{Utc(date)}, {Remaining(left)} left",
        { Key.Description.Value: { State: KeyState.PendingReplicaDeletion } primary } => $"{primary.PendingWindowDays} days after its last replica is gone",
        { Event: { Kind: KeyEventKind.DeletionScheduled, Refused: false }, Key.Description.Failure: not null } =>
            "could not be read; KMS waits for 7 days at least",
        _ => null,
    };

    private static string Remaining(TimeSpan left) => Math.Floor(left.TotalHours) switch
    {
        0 => "LESS THAN AN HOUR",
        1 => "1 HOUR",
        var hours when left < SeverityTable.Soon => $"{hours:0} HOURS",
        _ => $"{Math.Ceiling(left.TotalDays):0} days",
    };

    private static string Utc(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    private static string? Fact<T>(Reading<T>? reading, Func<T, string> show)
        where T : class => reading switch
        {
            null => null,
            { Value: { } value } => show(value),
            _ => $"could not be read: {reading.Failure}",
        };
}
