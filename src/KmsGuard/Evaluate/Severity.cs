using System.Text.Json.Serialization;
using KmsGuard.Detect;

namespace KmsGuard.Evaluate;

/// <summary>How loud a notice is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Severity>))]
public enum Severity
{
    /// <summary>Good to know.</summary>
    INFO,

    /// <summary>Nothing has changed.</summary>
    LOW,

    /// <summary>Worth a look today.</summary>
    MEDIUM,

    /// <summary>Something stops working now.</summary>
    HIGH,

    /// <summary>Data is lost for ever, or soon will be.</summary>
    CRITICAL,
}

/// <summary>The severity of what happened to a key.</summary>
public static class SeverityTable
{
    /// <summary>Decides.</summary>
    /// <param name="happened">The event.</param>
    /// <param name="state">The key's state as it was read; null when it could not be: then the event is believed.</param>
    /// <param name="byKmsGuard">Whether the caller is one of KmsGuard's own roles.</param>
    public static Severity Of(KeyEvent happened, KeyState? state, bool byKmsGuard) => happened.Kind switch
    {
        KeyEventKind.DoomedKeyUsed when state is KeyState.Enabled => Severity.LOW,
        KeyEventKind.DoomedKeyUsed when state is KeyState.Disabled || IsAboutDisabled(happened) => Severity.HIGH,
        KeyEventKind.DoomedKeyUsed => Severity.CRITICAL,
        _ when happened.Refused => happened.Principal.IsRoot ? Severity.MEDIUM : Severity.LOW,
        KeyEventKind.KeyDeleted => Severity.CRITICAL,
        KeyEventKind.DeletionCancelled or KeyEventKind.KeyEnabled => Severity.INFO,
        _ when byKmsGuard => Severity.MEDIUM,
        KeyEventKind.DeletionScheduled => Severity.CRITICAL,
        KeyEventKind.KeyDisabled or KeyEventKind.MaterialDeleted or KeyEventKind.MaterialExpired => Severity.HIGH,
        KeyEventKind.PolicyChanged => Severity.HIGH,
        KeyEventKind.RotationDisabled => Severity.MEDIUM,
        _ => Severity.HIGH,
    };

    private static bool IsAboutDisabled(KeyEvent happened) =>
        happened.ErrorCode == "DisabledException"
        || happened.ErrorMessage?.Contains("is disabled", StringComparison.Ordinal) == true;
}
