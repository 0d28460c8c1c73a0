using System.Text.Json.Nodes;

namespace KmsGuard.Sandbox.Kms;

/// <summary>A KMS key in one Region.</summary>
internal sealed class KmsKey(KeySet set, KmsPartition partition, DateTimeOffset createdAt, KeyPolicy policy)
{
    public KeySet Set { get; } = set;

    public KmsPartition Partition { get; } = partition;

    public string Arn { get; } = partition.Arn($"key/{set.Id}");

    public DateTimeOffset CreatedAt { get; } = createdAt;

    public KeyPolicy Policy { get; set; } = policy;

    public string Description { get; set; } = "";

    public KeyState State { get; set; }

    /// <summary>Only while the key is pending deletion.</summary>
    public DateTimeOffset? DeletionDate { get; set; }

    /// <summary>Only while the key is pending deletion, or pending the deletion of its replicas.</summary>
    public int? PendingWindowInDays { get; set; }

    /// <summary>When imported material expires; null for never, or none.</summary>
    public DateTimeOffset? ValidTo { get; set; }

    /// <summary>Null when never used since tracking began.</summary>
    public KeyUse? LastUse { get; set; }

    public OrderedTable<string> Tags { get; } = new();

    public OrderedTable<KmsAlias> Aliases { get; } = new();

    public OrderedTable<KeyGrant> Grants { get; } = new();

    public bool IsAwsManaged => Set.KeyManager == "AWS";

    public bool IsReplica => Set.Primary != this;

    public bool IsPendingDeletion => State is KeyState.PendingDeletion or KeyState.PendingReplicaDeletion;
}

/// <summary>A successful cryptographic operation, as GetKeyLastUsage reports it.</summary>
internal sealed record KeyUse(string Operation, DateTimeOffset At, string EventId, string RequestId);

/// <summary>An alias; without a key when AWS has predefined it and no service has needed it yet.</summary>
internal sealed record KmsAlias(string Name, KmsKey? Key, DateTimeOffset CreatedAt);

/// <summary>A grant on a key.</summary>
internal sealed record KeyGrant(
    string Id,
    string? Name,
    string GranteePrincipal,
    string? RetiringPrincipal,
    string IssuingAccount,
    IReadOnlyList<string> Operations,
    JsonNode? Constraints,
    DateTimeOffset CreatedAt);
