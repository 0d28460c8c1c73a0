namespace KmsGuard.Lambda;

/// <summary>What the setting <c>KMSGUARD_FUNCTION</c> can name.</summary>
public enum FunctionKind
{
    /// <summary>Tells people what happened to a key.</summary>
    Alert,

    /// <summary>Goes over all keys.</summary>
    Sweep,

    /// <summary>Takes scheduled deletions back.</summary>
    Rollback,
}
