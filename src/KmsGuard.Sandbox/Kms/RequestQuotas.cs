using System.Collections.Frozen;
using KmsGuard.Sandbox.Wire;

namespace KmsGuard.Sandbox.Kms;

/// <summary>
/// KMS's request quotas: a token bucket for each account of a caller, Region and operation, holding one second's worth.
/// </summary>
/// <param name="time">What refills the buckets.</param>
/// <param name="burstSeconds">How many seconds' worth a bucket holds instead.</param>
public sealed class RequestQuotas(TimeProvider time, double burstSeconds = 1)
{
    private const string Cryptographic = "Cryptographic operations (symmetric)";

    private static readonly FrozenSet<string> SharedByCryptography =
        ["Encrypt", "Decrypt", "GenerateDataKey", "GenerateDataKeyWithoutPlaintext"];

    private static readonly FrozenDictionary<string, int> CryptographicPerSecond = new Dictionary<string, int>
    {
        ["us-east-1"] = 100_000,
        ["us-west-2"] = 100_000,
        ["eu-west-1"] = 100_000,
        ["us-east-2"] = 20_000,
        ["ap-southeast-1"] = 20_000,
        ["ap-southeast-2"] = 20_000,
        ["ap-northeast-1"] = 20_000,
        ["eu-central-1"] = 20_000,
        ["eu-west-2"] = 20_000,
    }.ToFrozenDictionary();

    private readonly Lock gate = new();
    private readonly Dictionary<(string Account, string Region, string Quota), Bucket> buckets = [];

    /// <summary>
    /// Requests a second, by operation ("Request quotas" of the AWS KMS Developer Guide). Symmetric cryptographic operations
    /// share 10,000, or 20,000 or 100,000 in larger Regions.
    /// </summary>
    public static IReadOnlyDictionary<string, int> PerSecond { get; } = new Dictionary<string, int>
    {
        ["CancelKeyDeletion"] = 5,
        ["CreateAlias"] = 5,
        ["CreateGrant"] = 50,
        ["CreateKey"] = 5,
        ["DeleteAlias"] = 15,
        ["DeleteImportedKeyMaterial"] = 15,
        ["DescribeKey"] = 2000,
        ["DisableKey"] = 5,
        ["DisableKeyRotation"] = 5,
        ["EnableKey"] = 5,
        ["EnableKeyRotation"] = 15,
        ["GetKeyLastUsage"] = 5,
        ["GetKeyPolicy"] = 1000,
        ["GetKeyRotationStatus"] = 1000,
        ["ListAliases"] = 500,
        ["ListGrants"] = 100,
        ["ListKeyRotations"] = 100,
        ["ListKeys"] = 500,
        ["ListResourceTags"] = 2000,
        ["PutKeyPolicy"] = 15,
        ["ReplicateKey"] = 5,
        ["RevokeGrant"] = 50,
        ["RotateKeyOnDemand"] = 5,
        ["ScheduleKeyDeletion"] = 15,
        ["TagResource"] = 10,
        ["UntagResource"] = 5,
        ["UpdateKeyDescription"] = 5,
    }.ToFrozenDictionary();

    /// <summary>Takes one request from the quota of the caller's account.</summary>
    /// <exception cref="AwsException">The quota is used up for the moment.</exception>
    public void Take(AwsRequest request)
    {
        var (quota, rate) = SharedByCryptography.Contains(request.Operation)
            ? (Cryptographic, CryptographicPerSecond.GetValueOrDefault(request.Region, 10_000))
            : (request.Operation, PerSecond[request.Operation]);
        lock (gate)
        {
            var now = time.GetTimestamp();
            var bucket = buckets.GetValueOrDefault((request.Caller.Account, request.Region, quota), new Bucket(rate * burstSeconds, now));
            var tokens = Math.Min(rate * burstSeconds, bucket.Tokens + (time.GetElapsedTime(bucket.At, now).TotalSeconds * rate));
            if (tokens < 1)
            {
                throw new AwsException(
                    "ThrottlingException",
                    "You have exceeded the rate at which you may call KMS. Reduce the frequency of your calls.");
            }

            buckets[(request.Caller.Account, request.Region, quota)] = new Bucket(tokens - 1, now);
        }
    }

    private readonly record struct Bucket(double Tokens, long At);
}
