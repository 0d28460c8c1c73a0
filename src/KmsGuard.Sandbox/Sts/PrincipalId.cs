using System.Security.Cryptography;
using System.Text;
using KmsGuard.Sandbox.Wire;

namespace KmsGuard.Sandbox.Sts;

/// <summary>IAM's unique ids: the same principal always has the same one.</summary>
internal static class PrincipalId
{
    private const int Length = 17;

    /// <summary>STS's UserId, CloudTrail's principalId: a session's is its role's, a colon and its name.</summary>
    public static string Of(AwsCaller caller) => caller.RoleArn is { } role
        ? $"{OfRole(role)}:{caller.Arn[(caller.Arn.LastIndexOf('/') + 1)..]}"
        : caller.Arn.EndsWith(":root", StringComparison.Ordinal) ? caller.Account : "AIDA" + Digest(caller.Arn);

    public static string OfRole(string roleArn) => "AROA" + Digest(roleArn);

    private static string Digest(string arn) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(arn)))[..Length];
}
