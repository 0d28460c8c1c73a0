using System.Text.Json.Nodes;

namespace KmsGuard.Sandbox.Kms;

/// <summary>A key in the form of the API's KeyMetadata.</summary>
internal static class KeyMetadata
{
    public static JsonObject Of(KmsKey key)
    {
        var set = key.Set;
        var (field, algorithms) = KeyCatalog.Algorithms(set);
        var metadata = new JsonObject
        {
            ["AWSAccountId"] = key.Partition.Account,
            ["KeyId"] = set.Id,
            ["Arn"] = key.Arn,
            ["CreationDate"] = key.CreatedAt.Epoch(),
            ["Enabled"] = key.State == KeyState.Enabled,
            ["Description"] = key.Description,
            ["KeyUsage"] = set.KeyUsage,
            ["KeyState"] = key.State.ToString(),
            ["Origin"] = set.Origin,
            ["KeyManager"] = set.KeyManager,
            ["CustomerMasterKeySpec"] = set.KeySpec,
            ["KeySpec"] = set.KeySpec,
            [field] = algorithms,
            ["MultiRegion"] = set.MultiRegion,
        };
        AddState(metadata, key);
        AddOrigin(metadata, key);
        if (set.MultiRegion)
        {
            metadata["MultiRegionConfiguration"] = new JsonObject
            {
                ["MultiRegionKeyType"] = key.IsReplica ? "REPLICA" : "PRIMARY",
                ["PrimaryKey"] = Member(set.Primary),
                ["ReplicaKeys"] = new JsonArray([.. set.Replicas.Select(Member)]),
            };
        }

        return metadata;
    }

    private static void AddState(JsonObject metadata, KmsKey key)
    {
        if (key.DeletionDate is { } date)
        {
            metadata["DeletionDate"] = date.Epoch();
        }

        // "This value is present only when the KMS key is a multi-Region primary key with replicas."
        if (key is { State: KeyState.PendingReplicaDeletion, PendingWindowInDays: { } days })
        {
            metadata["PendingDeletionWindowInDays"] = days;
        }
    }

    private static void AddOrigin(JsonObject metadata, KmsKey key)
    {
        var set = key.Set;
        if (set.CustomKeyStoreId is { } store)
        {
            metadata["CustomKeyStoreId"] = store;
        }

        if (set.XksKeyId is { } external)
        {
            metadata["XksKeyConfiguration"] = new JsonObject { ["Id"] = external };
        }

        if (set.Origin == "EXTERNAL" && key.State != KeyState.PendingImport)
        {
            metadata["ExpirationModel"] = key.ValidTo is null ? "KEY_MATERIAL_DOES_NOT_EXPIRE" : "KEY_MATERIAL_EXPIRES";
            if (key.ValidTo is { } at)
            {
                metadata["ValidTo"] = at.Epoch();
            }
        }
    }

    private static JsonObject Member(KmsKey key) => new() { ["Arn"] = key.Arn, ["Region"] = key.Partition.Region };
}
