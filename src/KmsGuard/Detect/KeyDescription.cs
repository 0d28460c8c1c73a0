namespace KmsGuard.Detect;

/// <summary>Who manages a key.</summary>
public enum KeyManager
{
    /// <summary>A manager this version does not know; no rule acts on such a key.</summary>
    Unknown,

    /// <summary>An AWS service, for the account.</summary>
    Aws,

    /// <summary>The account.</summary>
    Customer,
}

/// <summary>What a key is within a multi-Region set.</summary>
public enum MultiRegionKind
{
    /// <summary>A single-Region key.</summary>
    None,

    /// <summary>The one that carries the set's settings.</summary>
    Primary,

    /// <summary>A copy in another Region.</summary>
    Replica,
}

/// <summary>What DescribeKey tells of a key. Spec, usage and origin stay AWS's own words: new ones come every year.</summary>
public sealed record KeyDescription
{
    /// <summary>The key.</summary>
    public required KeyArn Arn { get; init; }

    /// <summary>Who manages it.</summary>
    public required KeyManager Manager { get; init; }

    /// <summary>Its state.</summary>
    public required KeyState State { get; init; }

    /// <summary>KeySpec, such as <c>SYMMETRIC_DEFAULT</c>.</summary>
    public required string Spec { get; init; }

    /// <summary>KeyUsage; empty where an emulator leaves it out.</summary>
    public string Usage { get; init; } = "";

    /// <summary>Origin, such as <c>AWS_KMS</c>.</summary>
    public required string Origin { get; init; }

    /// <summary>The custom key store that holds it; null for none.</summary>
    public string? CustomKeyStoreId { get; init; }

    /// <summary>Its part in a multi-Region set.</summary>
    public MultiRegionKind MultiRegion { get; init; }

    /// <summary>The set's primary; null for a single-Region key.</summary>
    public KeyArn? Primary { get; init; }

    /// <summary>The set's replicas, itself included if it is one.</summary>
    public IReadOnlyList<KeyArn> Replicas { get; init; } = [];

    /// <summary>When it was created (UTC); null where not told.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When KMS deletes it (UTC); null unless pending deletion, and while replicas remain.</summary>
    public DateTimeOffset? DeletionDate { get; init; }

    /// <summary>The waiting period in days that a primary begins when its last replica is gone; null otherwise.</summary>
    public int? PendingWindowDays { get; init; }

    /// <summary>The owner's free text: untrusted.</summary>
    public string Description { get; init; } = "";
}
