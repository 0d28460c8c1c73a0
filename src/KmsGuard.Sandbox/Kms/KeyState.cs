namespace KmsGuard.Sandbox.Kms;

/// <summary>KMS's KeyState, by its own names.</summary>
internal enum KeyState
{
    /// <summary>Usable.</summary>
    Enabled,

    /// <summary>Switched off.</summary>
    Disabled,

    /// <summary>Waiting for its deletion date.</summary>
    PendingDeletion,

    /// <summary>A multi-Region primary that waits for its replicas to be deleted; no deletion date yet.</summary>
    PendingReplicaDeletion,

    /// <summary>Made for imported key material that is not there.</summary>
    PendingImport,

    /// <summary>Its custom key store cannot be reached.</summary>
    Unavailable,

    /// <summary>A replica in the making.</summary>
    Creating,

    /// <summary>The primary of its multi-Region set is being moved.</summary>
    Updating,
}
