using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using KmsGuard.Sandbox.Wire;

namespace KmsGuard.Sandbox.Sts;

/// <summary>STS: who is calling, and assuming a role. Every role of an existing account exists and trusts everybody.</summary>
public sealed class StsService
{
    private readonly ConcurrentDictionary<string, bool> denied = new();
    private readonly IReadOnlyList<string> accounts;
    private readonly CredentialStore credentials;
    private readonly SandboxClock clock;

    internal StsService(IReadOnlyList<string> accounts, CredentialStore credentials, SandboxClock clock)
    {
        this.accounts = accounts;
        this.credentials = credentials;
        this.clock = clock;
    }

    /// <summary>From now on, assuming this role is refused, as if it trusted nobody or did not exist.</summary>
    public void DenyAssume(string roleArn) => denied[roleArn] = true;

    /// <summary>Credentials of a role's session without a request, as Lambda gives a function its execution role's.</summary>
    public SessionCredentials CreateSession(string roleArn, string sessionName)
    {
        var role = RoleArn.Parse(roleArn)
            ?? throw new ArgumentException($"'{roleArn}' is no role: arn:aws:iam::ACCOUNT:role/NAME.", nameof(roleArn));
        return credentials.Issue(Caller(role, sessionName, null), TimeSpan.FromHours(12));
    }

    internal JsonObject? Invoke(AwsRequest request) => request.Operation switch
    {
        "GetCallerIdentity" => new()
        {
            ["Arn"] = request.Caller.Arn,
            ["UserId"] = PrincipalId.Of(request.Caller),
            ["Account"] = request.Caller.Account,
        },
        "AssumeRole" => AssumeRole(request),
        _ => throw new AwsException(
            "InvalidAction", $"Could not find operation {request.Operation} for version 2011-06-15"),
    };

    private JsonObject AssumeRole(AwsRequest request)
    {
        var asked = AssumeRoleRequest.Read(request);
        if (!accounts.Contains(asked.Role.Account) || denied.ContainsKey(asked.Role.Arn))
        {
            throw new AwsException(
                "AccessDenied",
                $"User: {request.Caller.Arn} is not authorized to perform: sts:AssumeRole on resource: {asked.Role.Arn}",
                HttpStatusCode.Forbidden);
        }

        // A source identity, once set, stays with every role assumed from there.
        var caller = Caller(asked.Role, asked.SessionName, request.Caller.SourceIdentity ?? asked.SourceIdentity);
        var session = credentials.Issue(caller, asked.Duration);
        var answer = new JsonObject
        {
            ["Credentials"] = new JsonObject
            {
                ["AccessKeyId"] = session.AccessKeyId,
                ["SecretAccessKey"] = session.SecretAccessKey,
                ["SessionToken"] = session.SessionToken,
                ["Expiration"] = session.Expiration.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
            },
            ["AssumedRoleUser"] = new JsonObject
            {
                ["AssumedRoleId"] = PrincipalId.Of(caller),
                ["Arn"] = caller.Arn,
            },
        };
        if (caller.SourceIdentity is { } identity)
        {
            answer["SourceIdentity"] = identity;
        }

        return answer;
    }

    private AwsCaller Caller(RoleArn role, string session, string? sourceIdentity) => new(
        role.Account,
        $"arn:aws:sts::{role.Account}:assumed-role/{role.Name}/{session}",
        AccessKeyId: "",
        role.Arn,
        sourceIdentity,
        clock.GetUtcNow());
}
