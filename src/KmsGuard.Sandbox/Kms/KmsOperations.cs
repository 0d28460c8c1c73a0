using System.Text.Json.Nodes;

namespace KmsGuard.Sandbox.Kms;

/// <summary>The operations that the sandbox's KMS has.</summary>
internal static class KmsOperations
{
    public static Dictionary<string, Func<KmsInvocation, JsonObject?>> Over(KmsState state)
    {
        var access = new KeyAccess(state);
        var lifecycle = new KeyLifecycle(state, access);
        var rotation = new KeyRotation(state, access);
        var reading = new KeyReading(access);
        var tags = new KeyTags(access);
        var aliases = new KeyAliases(access);
        var grants = new KeyGrants(access);
        var policies = new KeyPolicies(access);
        var cryptography = new Cryptography(state, access);
        return new()
        {
            ["CreateKey"] = KeyCreation.CreateKey,
            ["ReplicateKey"] = new KeyReplication(state, access).ReplicateKey,
            ["ListKeys"] = KeyReading.ListKeys,
            ["DescribeKey"] = reading.DescribeKey,
            ["GetKeyLastUsage"] = reading.GetKeyLastUsage,
            ["DisableKey"] = lifecycle.DisableKey,
            ["EnableKey"] = lifecycle.EnableKey,
            ["ScheduleKeyDeletion"] = lifecycle.ScheduleKeyDeletion,
            ["CancelKeyDeletion"] = lifecycle.CancelKeyDeletion,
            ["UpdateKeyDescription"] = lifecycle.UpdateKeyDescription,
            ["DeleteImportedKeyMaterial"] = lifecycle.DeleteImportedKeyMaterial,
            ["EnableKeyRotation"] = rotation.EnableKeyRotation,
            ["DisableKeyRotation"] = rotation.DisableKeyRotation,
            ["GetKeyRotationStatus"] = rotation.GetKeyRotationStatus,
            ["RotateKeyOnDemand"] = rotation.RotateKeyOnDemand,
            ["ListKeyRotations"] = rotation.ListKeyRotations,
            ["TagResource"] = tags.TagResource,
            ["UntagResource"] = tags.UntagResource,
            ["ListResourceTags"] = tags.ListResourceTags,
            ["CreateAlias"] = aliases.CreateAlias,
            ["DeleteAlias"] = KeyAliases.DeleteAlias,
            ["ListAliases"] = aliases.ListAliases,
            ["CreateGrant"] = grants.CreateGrant,
            ["RevokeGrant"] = grants.RevokeGrant,
            ["ListGrants"] = grants.ListGrants,
            ["GetKeyPolicy"] = policies.GetKeyPolicy,
            ["PutKeyPolicy"] = policies.PutKeyPolicy,
            ["Encrypt"] = cryptography.Encrypt,
            ["Decrypt"] = cryptography.Decrypt,
            ["GenerateDataKey"] = cryptography.GenerateDataKey,
            ["GenerateDataKeyWithoutPlaintext"] = cryptography.GenerateDataKeyWithoutPlaintext,
        };
    }
}
