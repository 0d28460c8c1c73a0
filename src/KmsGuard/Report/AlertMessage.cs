using System.Text.Json.Serialization;
using KmsGuard.Detect;
using KmsGuard.Evaluate;
using KmsGuard.Remediate;

namespace KmsGuard.Report;

/// <summary>An alert for machines.</summary>
public sealed record AlertMessage
{
    // A key can have 50 aliases and 50,000 grants; a message has a limit.
    private const int MaxList = 50;

    /// <summary>What happened.</summary>
    public required KeyEventKind Kind { get; init; }

    /// <summary>How loud.</summary>
    public required Severity Severity { get; init; }

    /// <summary>What made it that loud.</summary>
    public required IReadOnlyList<string> Because { get; init; }

    /// <summary>One line for people.</summary>
    public required string Headline { get; init; }

    /// <summary>CloudTrail's eventName, or the detail-type.</summary>
    public required string Event { get; init; }

    /// <summary>CloudTrail's eventID.</summary>
    public required string EventId { get; init; }

    /// <summary>When it happened (UTC); null when the event does not tell.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Whether the call was refused.</summary>
    public required bool Refused { get; init; }

    /// <summary>AWS's error; null when it was done.</summary>
    public string? Error { get; init; }

    /// <summary>Whether one of KmsGuard's own roles did it.</summary>
    public required bool ByKmsGuard { get; init; }

    /// <summary>Who, in words.</summary>
    public required string Principal { get; init; }

    /// <summary>Who, as an ARN; null for services.</summary>
    public string? PrincipalArn { get; init; }

    /// <summary>Twelve digits.</summary>
    public required string Account { get; init; }

    /// <summary>The Region.</summary>
    public required string Region { get; init; }

    /// <summary>The key; null when the event does not tell.</summary>
    public string? KeyArn { get; init; }

    /// <summary>Its aliases; null when they could not be read.</summary>
    public IReadOnlyList<string>? Aliases { get; init; }

    /// <summary>Its state now; null when it could not be read.</summary>
    public KeyState? State { get; init; }

    /// <summary>When it is deleted (UTC); null when no date is known.</summary>
    public DateTimeOffset? DeletionDate { get; init; }

    /// <summary>Days until then; null when no date is known.</summary>
    public int? DaysLeft { get; init; }

    /// <summary>Tags that tell whom to ask.</summary>
    public required IReadOnlyDictionary<string, string> Owners { get; init; }

    /// <summary>The Regions of the multi-Region set's other keys; null for a single-Region key, or when it could not be read.</summary>
    public IReadOnlyList<string>? OtherRegions { get; init; }

    /// <summary>Rotation in words; null when it could not be read.</summary>
    public string? Rotation { get; init; }

    /// <summary>The last use, or since when there was none, in words; null when it could not be read.</summary>
    public string? LastUse { get; init; }

    /// <summary>Who holds grants; null when that could not be read.</summary>
    public IReadOnlyList<string>? Grantees { get; init; }

    /// <summary>What became of the rescue of the key; absent when none was tried.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RescueOutcome? Rescue { get; init; }

    /// <summary>The rule that asked for the rescue; absent when none did.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RescueMode? RescueRule { get; init; }

    /// <summary>More about the rescue, in words; absent when none was tried.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? RescueDetail { get; init; }

    /// <summary>Calls like this one that were left out since the last notice of them.</summary>
    public required int LeftOut { get; init; }

    /// <summary>What could not be read, and why.</summary>
    public required IReadOnlyList<string> Unread { get; init; }

    /// <summary>Commands that undo it.</summary>
    public required IReadOnlyList<string> Undo { get; init; }

    internal static AlertMessage Of(Alert alert) => new()
    {
        Kind = alert.Event.Kind,
        Severity = alert.Severity,
        Because = [.. alert.Because.Select(why => SafeText.OneLine(why))],
        Headline = SafeText.OneLine(AlertHeadline.Of(alert)),
        Event = SafeText.OneLine(alert.Event.Name),
        EventId = SafeText.OneLine(alert.Event.Id),
        At = alert.Event.At,
        Refused = alert.Event.Refused,
        Error = alert.Event.Refused ? SafeText.OneLine($"{alert.Event.ErrorCode} {alert.Event.ErrorMessage}", 512) : null,
        ByKmsGuard = alert.ByKmsGuard,
        Principal = SafeText.OneLine(alert.Event.Principal.Name),
        PrincipalArn = alert.Event.Principal.Arn is { } arn ? SafeText.OneLine(arn) : null,
        Account = SafeText.OneLine(alert.Event.Account),
        Region = SafeText.OneLine(alert.Event.Region),
        KeyArn = alert.Event.Key?.ToString(),
        Aliases = alert.Key?.Aliases?.Value is { } aliases ? [.. aliases.Select(alias => SafeText.OneLine(alias)).Take(MaxList)] : null,
        State = alert.Key?.Description?.Value?.State,
        DeletionDate = alert.Key?.Description?.Value?.DeletionDate,
        DaysLeft = alert.DaysLeft,
        // Tags that AWS tells apart by a space alone become one.
        Owners = alert.Owners.GroupBy(tag => SafeText.OneLine(tag.Key), tag => tag.Value).ToDictionary(
            tag => tag.Key, tag => SafeText.OneLine(string.Join(", ", tag))),
        OtherRegions = alert.Key?.Description?.Value is { MultiRegion: not MultiRegionKind.None } key
            ? [.. key.Replicas.Append(key.Primary).OfType<KeyArn>().Select(other => other.Region).Distinct().Where(region => region != key.Arn.Region).Order(StringComparer.Ordinal)]
            : null,
        Rotation = alert.Key?.Rotation?.Value?.Describe(),
        LastUse = alert.Key?.LastUsage?.Value is { } usage ? SafeText.OneLine(IdleTime.Prove(usage)?.How) : null,
        Grantees = alert.Key?.Grants?.Value is { } grants ? [.. grants.Select(grant => SafeText.OneLine(grant.Grantee)).Distinct().Take(MaxList)] : null,
        Rescue = alert.Rescue?.Outcome,
        RescueRule = alert.Rescue?.Rule,
        RescueDetail = alert.Rescue is { } rescue ? SafeText.OneLine(rescue.Detail, 512) : null,
        LeftOut = alert.LeftOut,
        Unread = [.. alert.Key?.Failures().Select(failure => SafeText.OneLine(failure.ToString(), 512)) ?? []],
        Undo = [.. Report.Undo.Commands(alert).Select(step => step.Command)],
    };
}
