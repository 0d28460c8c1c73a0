using KmsGuard.Detect;
using KmsGuard.Evaluate;

namespace KmsGuard.Report;

/// <summary>What people are told about one event.</summary>
public sealed record Alert
{
    /// <summary>The event.</summary>
    public required KeyEvent Event { get; init; }

    /// <summary>How loud.</summary>
    public required Severity Severity { get; init; }

    /// <summary>The key as it is now, as far as it could be read; null when the event names no key.</summary>
    public KeySnapshot? Key { get; init; }

    /// <summary>Whether one of KmsGuard's own roles did it.</summary>
    public bool ByKmsGuard { get; init; }

    /// <summary>When it was written (UTC).</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The first alias; null for none, or when aliases could not be read.</summary>
    public string? Alias => Key?.Aliases?.Value is { Count: > 0 } aliases ? aliases[0] : null;

    /// <summary>What to call the key: its alias, else its id, else what the caller typed.</summary>
    public string KeyName => Alias ?? Event.Key?.KeyId ?? Event.KeyText ?? "a key that the event does not name";

    /// <summary>Days until the key is deleted, rounded up; null when no date is known.</summary>
    public int? DaysLeft => Key?.Description?.Value?.DeletionDate is { } date
        ? (int)Math.Max(0, Math.Ceiling((date - At).TotalDays))
        : null;
}
