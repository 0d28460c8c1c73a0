using KmsGuard.Detect;
using KmsGuard.Evaluate;
using KmsGuard.Remediate;

namespace KmsGuard.Report;

/// <summary>What people are told about one event.</summary>
public sealed record Alert
{
    /// <summary>The event.</summary>
    public required KeyEvent Event { get; init; }

    /// <summary>How loud.</summary>
    public required Severity Severity { get; init; }

    /// <summary>What made it that loud, in words.</summary>
    public required IReadOnlyList<string> Because { get; init; }

    /// <summary>The key as it is now, as far as it could be read; null when the event names no key.</summary>
    public KeySnapshot? Key { get; init; }

    /// <summary>Whether one of KmsGuard's own roles did it.</summary>
    public bool ByKmsGuard { get; init; }

    /// <summary>The rescue that the event led to; null for none.</summary>
    public RescueResult? Rescue { get; init; }

    /// <summary>How many calls like this one have been left out since the last notice of them.</summary>
    public int LeftOut { get; init; }

    /// <summary>When it was written (UTC).</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The first alias; null for none, or when aliases could not be read.</summary>
    public string? Alias => Key?.Aliases?.Value is { Count: > 0 } aliases ? aliases[0] : null;

    /// <summary>What to call the key: its alias, else its id, else what the caller typed.</summary>
    public string KeyName => Alias ?? Event.Key?.KeyId ?? Event.KeyText ?? "a key that the event does not name";

    /// <summary>Until the key is deleted; zero when that is due, null when no date is known.</summary>
    public TimeSpan? Left => Key?.Description?.Value?.DeletionDate is { } date
        ? date > At ? date - At : TimeSpan.Zero
        : null;

    /// <summary>The same in whole days, rounded up.</summary>
    public int? DaysLeft => Left is { } left ? (int)Math.Ceiling(left.TotalDays) : null;

    /// <summary>Tags that tell whom to ask; empty for none, or when tags could not be read.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Owners => Key?.Tags?.Value is { } tags
        ? [.. tags.Where(tag => OwnerTags.Contains(tag.Key.Trim())).OrderBy(tag => tag.Key, StringComparer.Ordinal)]
        : [];

    private static readonly HashSet<string> OwnerTags = new(StringComparer.OrdinalIgnoreCase)
    {
        "owner", "team", "contact", "application", "app", "service", "project", "costcenter", "cost-center", "department",
    };
}
