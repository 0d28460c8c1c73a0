namespace KmsGuard.Sandbox.Kms;

/// <summary>Something KMS did by itself, when time came: it deleted a key, rotated one, or let key material expire.</summary>
public enum KmsServiceEventKind
{
    /// <summary>CloudTrail's <c>DeleteKey</c>, native <c>KMS CMK Deletion</c>.</summary>
    KeyDeleted,

    /// <summary>CloudTrail's <c>RotateKey</c>, native <c>KMS CMK Rotation</c>.</summary>
    KeyRotated,

    /// <summary>CloudTrail's <c>DeleteExpiredKeyMaterial</c>, native <c>KMS Imported Key Material Expiration</c>.</summary>
    KeyMaterialExpired,
}

/// <summary>A KMS service event: no caller, no request.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="KeyArn">The key it happened to.</param>
/// <param name="At">When it fell due (UTC), which may lie before the moment it was noticed.</param>
public sealed record KmsServiceEvent(KmsServiceEventKind Kind, string KeyArn, DateTimeOffset At);
