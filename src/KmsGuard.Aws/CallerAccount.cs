using System.Collections.Concurrent;
using Amazon.Runtime;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using KmsGuard.Aws.Http;
using KmsGuard.Detect;

namespace KmsGuard.Aws;

/// <summary>The caller's own account, and the way from it into others: STS, by a regional endpoint.</summary>
internal sealed class CallerAccount(AwsSettings settings, AWSCredentials credentials) : IDisposable
{
    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly ConcurrentDictionary<string, (string RunId, MemberRole Role)> roles = new(StringComparer.Ordinal);
    private AmazonSecurityTokenServiceClient? sts;
    private CallerIdentity? identity;

    /// <summary>Who the caller is; asked once, unless asking fails.</summary>
    /// <param name="region">The Region whose STS to ask where no home Region is configured; null for none.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="FailureException">STS did not say.</exception>
    public async Task<CallerIdentity> IdentifyAsync(string? region, CancellationToken cancellationToken)
    {
        if (identity is { } known)
        {
            return known;
        }

        await gate.WaitAsync(cancellationToken);
        try
        {
            return identity ??= await AskAsync(Sts(region), cancellationToken);
        }
        catch (Exception e)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new FailureException(FailureMapping.From("GetCallerIdentity", e));
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Credentials for a member account, got before they are handed out: who cannot enter learns it here.</summary>
    /// <exception cref="FailureException">The role could not be assumed, or none is named.</exception>
    public async Task<AWSCredentials> EnterAsync(
        string account, string region, string runId, CancellationToken cancellationToken)
    {
        try
        {
            var role = roles.AddOrUpdate(
                account,
                _ => (runId, NewRole(account, region, runId)),
                (_, other) => other.RunId == runId ? other : (runId, NewRole(account, region, runId))).Role;
            await role.GetCredentialsAsync().WaitAsync(cancellationToken);
            return role;
        }
        catch (Exception e)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new FailureException(FailureMapping.From("AssumeRole", e));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        sts?.Dispose();
        gate.Dispose();
    }

    private MemberRole NewRole(string account, string region, string runId) =>
        settings.RoleName is { Length: > 0 } name
            ? new(Sts(region), $"arn:{RegionCatalog.PartitionOf(region)}:iam::{account}:role/{name}", runId)
            : throw new FailureException(new(
                FailureKind.AccessDenied, "AssumeRole", "NoRoleName",
                $"Account {account} is not the caller's own, and no role to assume there is named "
                    + "(--role-name, KMSGUARD_ROLE_NAME)."));

    private AmazonSecurityTokenServiceClient Sts(string? region) =>
        sts ??= new(credentials, new AmazonSecurityTokenServiceConfig().On(
            settings, region is not null && settings.FindRegion() is null ? region : settings.ResolveRegion()));

    private static async Task<CallerIdentity> AskAsync(
        AmazonSecurityTokenServiceClient sts, CancellationToken cancellationToken)
    {
        var answer = await sts.GetCallerIdentityAsync(new GetCallerIdentityRequest(), cancellationToken);
        return answer is { Account: { Length: > 0 } account, Arn: { Length: > 0 } arn }
            ? new(account, arn)
            : throw new FormatException("STS's answer names no account.");
    }
}
