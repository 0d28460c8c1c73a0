using System.Collections.Frozen;

namespace KmsGuard.Aws;

/// <summary>
/// KMS's default request quotas: calls a second in an account and Region, by API operation (AWS KMS Developer Guide,
/// "Request quotas"). Each operation has its own; calls with a role count against the account of the role.
/// </summary>
public static class Quotas
{
    private static readonly FrozenDictionary<string, int> PerSecond = new Dictionary<string, int>
    {
        ["CancelKeyDeletion"] = 5,
        ["DescribeKey"] = 2000,
        ["DisableKey"] = 5,
        ["DisableKeyRotation"] = 5,
        ["EnableKey"] = 5,
        ["EnableKeyRotation"] = 15,
        ["GetKeyLastUsage"] = 5,
        ["GetKeyRotationStatus"] = 1000,
        ["ListAliases"] = 500,
        ["ListGrants"] = 100,
        ["ListKeys"] = 500,
        ["ListResourceTags"] = 2000,
        ["ScheduleKeyDeletion"] = 15,
        ["TagResource"] = 10,
        ["UntagResource"] = 5,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Calls a second; for an operation not listed, the smallest quota that KMS has.</summary>
    public static int Of(string operation) => PerSecond.GetValueOrDefault(operation, 5);
}
