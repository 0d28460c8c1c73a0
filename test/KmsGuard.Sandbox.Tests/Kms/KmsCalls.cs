using Amazon.KeyManagementService;
using Amazon.KeyManagementService.Model;

namespace KmsGuard.Sandbox.Tests.Kms;

/// <summary>Each operation, called through the SDK on a key for which nothing but its state or kind stands in the way.</summary>
internal static class KmsCalls
{
    public static readonly Dictionary<string, Func<IAmazonKeyManagementService, StagedKey, Task>> ByOperation = new()
    {
        ["CreateKey"] = (kms, _) => kms.CreateKeyAsync(new()),
        ["ReplicateKey"] = (kms, key) => kms.ReplicateKeyAsync(new() { KeyId = key.Arn, ReplicaRegion = "eu-west-1" }),
        ["ListKeys"] = (kms, _) => kms.ListKeysAsync(new ListKeysRequest()),
        ["DescribeKey"] = (kms, key) => kms.DescribeKeyAsync(key.Arn),
        ["GetKeyLastUsage"] = (kms, key) => kms.GetKeyLastUsageAsync(new() { KeyId = key.Arn }),
        ["DisableKey"] = (kms, key) => kms.DisableKeyAsync(key.Arn),
        ["EnableKey"] = (kms, key) => kms.EnableKeyAsync(key.Arn),
        ["ScheduleKeyDeletion"] = (kms, key) => kms.ScheduleKeyDeletionAsync(new ScheduleKeyDeletionRequest { KeyId = key.Arn }),
        ["CancelKeyDeletion"] = (kms, key) => kms.CancelKeyDeletionAsync(key.Arn),
        ["UpdateKeyDescription"] = (kms, key) => kms.UpdateKeyDescriptionAsync(key.Arn, "new"),
        ["DeleteImportedKeyMaterial"] = (kms, key) => kms.DeleteImportedKeyMaterialAsync(new() { KeyId = key.Arn }),
        ["EnableKeyRotation"] = (kms, key) => kms.EnableKeyRotationAsync(new EnableKeyRotationRequest { KeyId = key.Arn }),
        ["DisableKeyRotation"] = (kms, key) => kms.DisableKeyRotationAsync(new DisableKeyRotationRequest { KeyId = key.Arn }),
        ["GetKeyRotationStatus"] = (kms, key) => kms.GetKeyRotationStatusAsync(new GetKeyRotationStatusRequest { KeyId = key.Arn }),
        ["RotateKeyOnDemand"] = (kms, key) => kms.RotateKeyOnDemandAsync(new() { KeyId = key.Arn }),
        ["ListKeyRotations"] = (kms, key) => kms.ListKeyRotationsAsync(new() { KeyId = key.Arn }),
        ["TagResource"] = (kms, key) =>
            kms.TagResourceAsync(new() { KeyId = key.Arn, Tags = [new() { TagKey = "a", TagValue = "b" }] }),
        ["UntagResource"] = (kms, key) => kms.UntagResourceAsync(new() { KeyId = key.Arn, TagKeys = ["a"] }),
        ["ListResourceTags"] = (kms, key) => kms.ListResourceTagsAsync(new() { KeyId = key.Arn }),
        ["CreateAlias"] = (kms, key) => kms.CreateAliasAsync($"{key.Alias}/second", key.Arn),
        ["DeleteAlias"] = (kms, key) => kms.DeleteAliasAsync(key.Alias),
        ["ListAliases"] = (kms, key) => kms.ListAliasesAsync(new ListAliasesRequest { KeyId = key.Arn }),
        ["CreateGrant"] = (kms, key) =>
            kms.CreateGrantAsync(new() { KeyId = key.Arn, GranteePrincipal = KmsBench.Alice.Arn, Operations = ["Decrypt"] }),
        ["RevokeGrant"] = (kms, key) => kms.RevokeGrantAsync(new RevokeGrantRequest { KeyId = key.Arn, GrantId = key.GrantId }),
        ["ListGrants"] = (kms, key) => kms.ListGrantsAsync(new() { KeyId = key.Arn }),
        ["GetKeyPolicy"] = (kms, key) => kms.GetKeyPolicyAsync(new() { KeyId = key.Arn }),
        ["PutKeyPolicy"] = (kms, key) => kms.PutKeyPolicyAsync(new() { KeyId = key.Arn, Policy = key.Policy }),
        ["Encrypt"] = (kms, key) => kms.EncryptAsync(new() { KeyId = key.Arn, Plaintext = new([1, 2, 3]) }),
        ["Decrypt"] = (kms, key) => kms.DecryptAsync(new() { KeyId = key.Arn, CiphertextBlob = new(key.Ciphertext) }),
        ["GenerateDataKey"] = (kms, key) => kms.GenerateDataKeyAsync(new() { KeyId = key.Arn, KeySpec = DataKeySpec.AES_256 }),
        ["GenerateDataKeyWithoutPlaintext"] = (kms, key) =>
            kms.GenerateDataKeyWithoutPlaintextAsync(new() { KeyId = key.Arn, KeySpec = DataKeySpec.AES_256 }),
    };
}
