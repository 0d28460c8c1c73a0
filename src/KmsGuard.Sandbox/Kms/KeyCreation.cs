using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using KmsGuard.Sandbox.Wire;

namespace KmsGuard.Sandbox.Kms;

/// <summary>CreateKey, and which combinations of spec, usage, origin and multi-Region it takes.</summary>
internal sealed partial class KeyCreation
{
    private const int MostKeys = 100_000;

    public static JsonObject? CreateKey(KmsInvocation call)
    {
        var input = call.Input;
        var set = ReadSet(input, call.Request.Region);
        var policy = input.Text("Policy") is { } text
            ? KeyPolicies.Read(call, text, "kms:PutKeyPolicy")
            : call.Partition.DefaultPolicy;
        var description = input.Text("Description", maxLength: 8192) ?? "";
        var tags = KeyTags.Read(input, required: false);
        RequireRoom(call.Partition);

        var key = call.Partition.Add(set, call.Now, policy);
        key.Description = description;
        key.State = set.Origin == "EXTERNAL" ? KeyState.PendingImport : KeyState.Enabled;
        KeyTags.Put(key, tags);
        call.Key = key;
        return new JsonObject { ["KeyMetadata"] = KeyMetadata.Of(key) };
    }

    /// <exception cref="AwsException">The Region holds as many keys as AWS allows.</exception>
    public static void RequireRoom(KmsPartition partition)
    {
        if (partition.Keys.Count >= MostKeys)
        {
            throw KmsErrors.LimitExceeded($"{partition.Region} has {MostKeys} keys already.");
        }
    }

    /// <exception cref="AwsException">The value is none of those that KMS knows.</exception>
    public static string OneOf(IReadOnlyCollection<string> values, string value, string parameter) => values.Contains(value)
        ? value
        : throw KmsErrors.Constraint(
            $"'{KmsErrors.Short(value)}'",
            parameter,
            $"Member must satisfy enum value set: [{string.Join(", ", values)}]");

    private static KeySet ReadSet(JsonObject input, string region)
    {
        var spec = OneOf(
            KeyCatalog.KeySpecs,
            input.Text("KeySpec") ?? input.Text("CustomerMasterKeySpec") ?? KeyCatalog.Symmetric,
            "KeySpec");
        var usage = OneOf(KeyCatalog.KeyUsages, input.Text("KeyUsage") ?? UsageOfNone(spec), "KeyUsage");
        if (!KeyCatalog.Fits(spec, usage))
        {
            throw KmsErrors.Validation($"KeyUsage {usage} is not compatible with KeySpec {spec}");
        }

        // SM2 is for the China Regions only, ML-KEM for all others.
        if (region.StartsWith("cn-", StringComparison.Ordinal)
            ? spec.StartsWith("ML_KEM", StringComparison.Ordinal)
            : spec == "SM2")
        {
            throw KmsErrors.Unsupported($"KeySpec {spec} is not supported in {region}.");
        }

        var multiRegion = input.Flag("MultiRegion");
        var set = new KeySet
        {
            Id = KeySet.NewId(multiRegion),
            KeySpec = spec,
            KeyUsage = usage,
            Origin = OneOf(KeyCatalog.Origins, input.Text("Origin") ?? "AWS_KMS", "Origin"),
            MultiRegion = multiRegion,
            CustomKeyStoreId = input.Text("CustomKeyStoreId"),
            XksKeyId = input.Text("XksKeyId"),
        };
        RequireKeyStore(set);
        return set;
    }

    private static string UsageOfNone(string spec) => spec == KeyCatalog.Symmetric
        ? KeyCatalog.EncryptDecrypt
        : throw KmsErrors.Validation("You must specify a KeyUsage value for all KMS keys except for symmetric encryption keys.");

    // There is no API for key stores here, so any id of the right form names one that is connected.
    private static void RequireKeyStore(KeySet set)
    {
        if (set.InCustomKeyStore != set.CustomKeyStoreId is not null
            || (set.Origin == "EXTERNAL_KEY_STORE") != set.XksKeyId is not null)
        {
            throw KmsErrors.Validation(
                "CustomKeyStoreId goes with the origins AWS_CLOUDHSM and EXTERNAL_KEY_STORE, XksKeyId with EXTERNAL_KEY_STORE.");
        }

        if (set.InCustomKeyStore && (set.KeySpec != KeyCatalog.Symmetric || set.MultiRegion))
        {
            throw KmsErrors.Unsupported("A custom key store holds single-Region symmetric encryption keys only.");
        }

        if (set.CustomKeyStoreId is { } id && !KeyStoreId().IsMatch(id))
        {
            throw new AwsException("CustomKeyStoreNotFoundException", "There is no such custom key store.");
        }
    }

    [GeneratedRegex(@"^cks-[0-9a-f]{17}\z")]
    private static partial Regex KeyStoreId();
}
