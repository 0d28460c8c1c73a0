namespace KmsGuard.Sandbox.Kms;

/// <summary>A key as it is to stand at the start, for states and pasts that no API call could bring about at once.</summary>
public sealed record KeySeed
{
    /// <summary>The key id, a UUID, or <c>mrk-</c> and 32 hexadecimal digits for a multi-Region key; null for a random one.</summary>
    public string? Id { get; init; }

    /// <summary>Aliases, each with its <c>alias/</c> prefix.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Free text.</summary>
    public string Description { get; init; } = "";

    /// <summary><c>CUSTOMER</c> or <c>AWS</c>.</summary>
    public string KeyManager { get; init; } = "CUSTOMER";

    /// <summary>The KeySpec.</summary>
    public string KeySpec { get; init; } = "SYMMETRIC_DEFAULT";

    /// <summary>The KeyUsage; null for the one that the spec implies.</summary>
    public string? KeyUsage { get; init; }

    /// <summary>The Origin.</summary>
    public string Origin { get; init; } = "AWS_KMS";

    /// <summary>The KeyState.</summary>
    public string KeyState { get; init; } = "Enabled";

    /// <summary>True for a multi-Region primary.</summary>
    public bool MultiRegion { get; init; }

    /// <summary>The ARN of the primary that this is a replica of; null for anything else.</summary>
    public string? ReplicaOf { get; init; }

    /// <summary>When it was created (UTC); null for the sandbox's present.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Its last successful use (UTC); null for none on record.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>The operation of that use.</summary>
    public string LastUsedBy { get; init; } = "Decrypt";

    /// <summary>When imported key material expires (UTC); null for never.</summary>
    public DateTimeOffset? MaterialValidTo { get; init; }

    /// <summary>The rotation period in days; null when rotation is off.</summary>
    public int? RotationPeriodInDays { get; init; }

    /// <summary>The waiting period in days, for a key that is pending deletion.</summary>
    public int PendingWindowInDays { get; init; } = 30;

    /// <summary>Tags by name.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>Principals that hold a grant, one grant each.</summary>
    public IReadOnlyList<string> GranteePrincipals { get; init; } = [];

    /// <summary>The key policy; null for the default one that delegates to the account.</summary>
    public string? Policy { get; init; }
}
