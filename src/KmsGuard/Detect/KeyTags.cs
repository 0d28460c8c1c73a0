namespace KmsGuard.Detect;

/// <summary>The tags that KmsGuard reads and writes on keys. It touches no others.</summary>
public static class KeyTags
{
    /// <summary>Leave the key alone: any value but <c>false</c>. Set by people only.</summary>
    public const string Exempt = "kmsguard:exempt";

    /// <summary>Never schedule the deletion of this key: why, by whom, when. Set by a rollback or a rescue.</summary>
    public const string Hold = "kmsguard:hold";

    /// <summary>Since when the key is disabled, UTC in ISO 8601: KMS does not keep it.</summary>
    public const string DisabledSince = "kmsguard:disabled-since";

    /// <summary>The run that scheduled the key's deletion.</summary>
    public const string Run = "kmsguard:run";
}
