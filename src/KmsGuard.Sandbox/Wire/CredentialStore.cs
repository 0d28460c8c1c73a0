using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;

namespace KmsGuard.Sandbox.Wire;

/// <summary>
/// Who an access key id stands for: a 12-digit one for the user of that account, <c>ASIA…</c> for a session handed out
/// here, any other for the home account's user.
/// </summary>
/// <param name="accounts">The accounts that exist, home first.</param>
/// <param name="time">What sessions expire by: the clients' time, since these are the ones who renew them.</param>
internal sealed class CredentialStore(IReadOnlyList<string> accounts, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, (SessionCredentials Credentials, AwsCaller Caller)> sessions = new();

    /// <exception cref="AwsException">InvalidClientTokenId or ExpiredToken.</exception>
    public AwsCaller Find(string accessKeyId, string? sessionToken)
    {
        if (accessKeyId.StartsWith("ASIA", StringComparison.Ordinal))
        {
            return FindSession(accessKeyId, sessionToken);
        }

        var isAccount = accessKeyId.Length == 12 && accessKeyId.All(char.IsAsciiDigit);
        if (isAccount && !accounts.Contains(accessKeyId))
        {
            throw Invalid();
        }

        var account = isAccount ? accessKeyId : accounts[0];
        return new(account, $"arn:aws:iam::{account}:user/sandbox", accessKeyId);
    }

    /// <summary>Hands out credentials for a caller, whose access key id is set to the new one.</summary>
    public SessionCredentials Issue(AwsCaller caller, TimeSpan duration)
    {
        var key = "ASIA" + RandomNumberGenerator.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 16);
        var credentials = new SessionCredentials(
            key,
            Convert.ToBase64String(RandomNumberGenerator.GetBytes(30)),
            Convert.ToBase64String(RandomNumberGenerator.GetBytes(96)),
            time.GetUtcNow() + duration);
        sessions[key] = (credentials, caller with { AccessKeyId = key });
        return credentials;
    }

    /// <summary>The refusal of credentials that stand for nobody.</summary>
    public static AwsException Invalid() =>
        new("InvalidClientTokenId", "The security token included in the request is invalid.", HttpStatusCode.Forbidden);

    private AwsCaller FindSession(string accessKeyId, string? sessionToken)
    {
        if (!sessions.TryGetValue(accessKeyId, out var session) || session.Credentials.SessionToken != sessionToken)
        {
            throw Invalid();
        }

        return session.Credentials.Expiration > time.GetUtcNow()
            ? session.Caller
            : throw new AwsException(
                "ExpiredToken", "The security token included in the request is expired", HttpStatusCode.Forbidden);
    }
}
