using System.Text.Json.Serialization;
using KmsGuard.Evaluate;

namespace KmsGuard.Detect;

/// <summary>What happened to a key.</summary>
[JsonConverter(typeof(KebabCaseConverter<KeyEventKind>))]
public enum KeyEventKind
{
    /// <summary>DisableKey.</summary>
    KeyDisabled,

    /// <summary>ScheduleKeyDeletion.</summary>
    DeletionScheduled,

    /// <summary>DisableKeyRotation.</summary>
    RotationDisabled,

    /// <summary>DeleteImportedKeyMaterial.</summary>
    MaterialDeleted,

    /// <summary>PutKeyPolicy: on a key pending deletion it can take away the right to cancel.</summary>
    PolicyChanged,

    /// <summary>CancelKeyDeletion.</summary>
    DeletionCancelled,

    /// <summary>EnableKey.</summary>
    KeyEnabled,

    /// <summary>A call refused because the key is disabled or pending deletion: somebody still needs it.</summary>
    DoomedKeyUsed,

    /// <summary>KMS deleted the key.</summary>
    KeyDeleted,

    /// <summary>Imported key material expired.</summary>
    MaterialExpired,
}

/// <summary>One event about one key: a hint, whose facts are read again before anything is done.</summary>
public sealed record KeyEvent
{
    /// <summary>What happened.</summary>
    public required KeyEventKind Kind { get; init; }

    /// <summary>CloudTrail's eventName, or the detail-type of an event of KMS's own.</summary>
    public required string Name { get; init; }

    /// <summary>The key; null when the event does not tell.</summary>
    public KeyArn? Key { get; init; }

    /// <summary>What the caller typed for the key; null when unknown.</summary>
    public string? KeyText { get; init; }

    /// <summary>The account that owns the key, or where the event happened.</summary>
    public required string Account { get; init; }

    /// <summary>The Region of the key, or where the event happened.</summary>
    public required string Region { get; init; }

    /// <summary>When (UTC); null when the event does not tell.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>CloudTrail's eventID, or EventBridge's id; empty when neither is there.</summary>
    public required string Id { get; init; }

    /// <summary>CloudTrail's sharedEventID, which the copies of one call in two accounts have in common; null for none.</summary>
    public string? SharedId { get; init; }

    /// <summary>Who.</summary>
    public required Principal Principal { get; init; }

    /// <summary>From where, as CloudTrail has it; null for nothing.</summary>
    public string? SourceIp { get; init; }

    /// <summary>With what, as the caller said; null for nothing.</summary>
    public string? UserAgent { get; init; }

    /// <summary>Why AWS refused the call; null when it was done.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>AWS's words for it; null when it was done.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>Whether the call was refused, so that nothing has changed.</summary>
    public bool Refused => ErrorCode is not null || ErrorMessage is not null;
}
