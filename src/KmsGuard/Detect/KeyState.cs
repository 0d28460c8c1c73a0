using System.Text.Json.Serialization;

namespace KmsGuard.Detect;

/// <summary>The states of a key, by KMS's own names (AWS: "Key states of AWS KMS keys").</summary>
[JsonConverter(typeof(JsonStringEnumConverter<KeyState>))]
public enum KeyState
{
    /// <summary>A state this version does not know; no rule acts on it.</summary>
    Unknown,

    /// <summary>A multi-Region replica that is being made.</summary>
    Creating,

    /// <summary>Usable.</summary>
    Enabled,

    /// <summary>Not usable until it is enabled.</summary>
    Disabled,

    /// <summary>Gone for ever at its deletion date, unless that is cancelled.</summary>
    PendingDeletion,

    /// <summary>Waits for key material of its owner's.</summary>
    PendingImport,

    /// <summary>A primary whose waiting period starts when its last replica is gone.</summary>
    PendingReplicaDeletion,

    /// <summary>Its custom key store cannot be reached.</summary>
    Unavailable,

    /// <summary>A multi-Region key whose primary Region is changing.</summary>
    Updating,
}

/// <summary>What states have in common.</summary>
public static class KeyStateExtensions
{
    /// <summary>Whether the key is to be deleted, at a date or once its replicas are gone. KMS answers alike for both.</summary>
    public static bool IsPendingDeletion(this KeyState state) => state is KeyState.PendingDeletion or KeyState.PendingReplicaDeletion;
}
