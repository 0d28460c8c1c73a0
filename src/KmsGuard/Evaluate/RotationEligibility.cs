using KmsGuard.Detect;

namespace KmsGuard.Evaluate;

/// <summary>Which keys KMS can rotate by itself: an allow-list, because AWS adds key kinds (AWS: "Enable automatic key
/// rotation": symmetric encryption keys whose material KMS generated; of multi-Region keys, the primary).</summary>
public static class RotationEligibility
{
    /// <summary>Every reason why a key cannot rotate; empty when it can.</summary>
    public static IReadOnlyList<string> Obstacles(KeyDescription key)
    {
        List<string> obstacles = [];
        if (SpecObstacle(key.Spec) is { } spec)
        {
            obstacles.Add(spec);
        }

        switch (key.Origin)
        {
            case "AWS_KMS" when key.CustomKeyStoreId is null:
                break;
            case "EXTERNAL":
                obstacles.Add(Reason.ImportedMaterial);
                break;
            case "AWS_KMS" or "AWS_CLOUDHSM" or "EXTERNAL_KEY_STORE":
                obstacles.Add(Reason.CustomKeyStore);
                break;
            default:
                obstacles.Add(Reason.UnsupportedSpec);
                break;
        }

        if (key.MultiRegion == MultiRegionKind.Replica)
        {
            obstacles.Add(Reason.MultiRegionReplica);
        }

        return [.. obstacles.Distinct()];
    }

    /// <summary>Whether it has a rotation status to read: its own, or, of a replica, the one that it shares with its primary.</summary>
    public static bool HasStatus(KeyDescription key) => Obstacles(key).All(obstacle => obstacle == Reason.MultiRegionReplica);

    private static string? SpecObstacle(string spec) => spec switch
    {
        "SYMMETRIC_DEFAULT" => null,
        "SM2" => Reason.Asymmetric,
        _ when spec.StartsWith("HMAC_", StringComparison.Ordinal) => Reason.Hmac,
        _ when AsymmetricFamilies.Any(family => spec.StartsWith(family, StringComparison.Ordinal)) => Reason.Asymmetric,
        _ => Reason.UnsupportedSpec,
    };

    private static readonly string[] AsymmetricFamilies = ["RSA_", "ECC_", "ML_DSA_", "ML_KEM_"];
}
