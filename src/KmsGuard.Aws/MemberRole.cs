using System.Text.RegularExpressions;
using Amazon.Runtime;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;

namespace KmsGuard.Aws;

/// <summary>
/// The credentials of a member account's role, renewed before they expire: a long run outlives the hour that a role
/// assumed from a role may last. Written here because the SDK's own class makes itself an STS client that knows nothing
/// of the endpoint and connections of the others.
/// </summary>
internal sealed partial class MemberRole : RefreshingAWSCredentials
{
    private readonly IAmazonSecurityTokenService sts;
    private readonly AssumeRoleRequest request;

    /// <param name="sts">A regional client: tokens of the global endpoint do not work in opt-in Regions.</param>
    /// <param name="roleArn">The role.</param>
    /// <param name="runId">The run, to be found again in the member account's CloudTrail.</param>
    public MemberRole(IAmazonSecurityTokenService sts, string roleArn, string runId)
    {
        this.sts = sts;
        request = new() { RoleArn = roleArn, RoleSessionName = SessionName(runId) };
        PreemptExpiryTime = TimeSpan.FromMinutes(5);
    }

    /// <summary>A role session name (STS: 2 to 64 of <c>[\w+=,.@-]</c>) that carries the run's id.</summary>
    public static string SessionName(string runId)
    {
        var name = "kmsguard-" + NotAllowed().Replace(runId, "-");
        return name.Length <= 64 ? name : name[..64];
    }

    /// <inheritdoc/>
    protected override async Task<CredentialsRefreshState> GenerateNewCredentialsAsync()
    {
        var answer = await sts.AssumeRoleAsync(request);
        var role = answer.Credentials;
        return new(
            new ImmutableCredentials(role.AccessKeyId, role.SecretAccessKey, role.SessionToken),
            role.Expiration ?? throw new FormatException("STS gave credentials without their expiration."));
    }

    [GeneratedRegex("[^a-zA-Z0-9_+=,.@-]", RegexOptions.CultureInvariant)]
    private static partial Regex NotAllowed();
}
