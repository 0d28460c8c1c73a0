using System.Text.Json;

namespace KmsGuard.Detect;

/// <summary>Who did something, from CloudTrail's userIdentity: all of it text from outside.</summary>
public sealed record Principal
{
    /// <summary>userIdentity.type; null for KMS's own events.</summary>
    public string? Type { get; init; }

    /// <summary>The most telling name there is: user, role and session, service. Never empty.</summary>
    public required string Name { get; init; }

    /// <summary>The caller's ARN; null for services and for events of KMS itself.</summary>
    public string? Arn { get; init; }

    /// <summary>The role behind an assumed-role session; null for anything else.</summary>
    public string? RoleArn { get; init; }

    /// <summary>The role's unique id, AROA and so on, which is all that another account's events tell of it; null for anything else.</summary>
    public string? RoleId { get; init; }

    /// <summary>Whether it is an account's root user.</summary>
    public bool IsRoot => Type == "Root";

    /// <summary>Whether multi-factor authentication was used; null where CloudTrail does not say.</summary>
    public bool? Mfa { get; init; }

    /// <summary>The service that made the call for somebody; null for none.</summary>
    public string? InvokedBy { get; init; }

    private const string Unnamed = "somebody that the event does not name";

    /// <summary>Reads userIdentity in any of its shapes (AWS: "CloudTrail userIdentity element").</summary>
    internal static Principal Of(JsonElement detail)
    {
        if (detail.At("userIdentity") is not { ValueKind: JsonValueKind.Object } identity)
        {
            return new Principal { Name = Unnamed };
        }

        var type = identity.Text("type");
        var arn = identity.Text("arn");
        var account = identity.Text("accountId");
        var name = type switch
        {
            "IAMUser" => $"user {identity.Text("userName") ?? arn ?? identity.Text("principalId")}",
            "Root" => $"ROOT of account {account}",
            "AssumedRole" => RoleAndSession(identity, arn),
            "FederatedUser" => $"federated user {arn ?? identity.Text("principalId")}",
            "AWSAccount" => $"account {account} ({identity.Text("principalId")})",
            "AWSService" => $"service {identity.Text("invokedBy")}",
            "IdentityCenterUser" => null,
            null => identity.Text("invokedBy") ?? account,
            _ => $"{type} {arn ?? identity.Text("principalId") ?? account}",
        };
        string[] behind =
        [.. new[]
        {
            name,
            Behind("Identity Center user", identity.Text("onBehalfOf", "userId")),
            Behind("source identity", identity.Text("sessionContext", "sourceIdentity")),
            Behind("signed in through", identity.Text("sessionContext", "webIdFederationData", "federatedProvider")),
            Behind("for account", identity.Text("invokedByDelegate", "accountId")),
        }.OfType<string>()];
        return new Principal
        {
            Type = type,
            Name = behind.Length > 0 ? string.Join(", ", behind) : Unnamed,
            Arn = arn,
            RoleArn = identity.Text("sessionContext", "sessionIssuer", "arn"),
            // IAM user guide, unique identifiers: AROA is a role's, and its session's name follows.
            RoleId = identity.Text("principalId") is { } id && id.StartsWith("AROA", StringComparison.Ordinal) ? id.Split(':')[0] : null,
            Mfa = identity.Text("sessionContext", "attributes", "mfaAuthenticated") switch { "true" => true, "false" => false, _ => null },
            InvokedBy = identity.Text("invokedBy"),
        };

        static string? Behind(string what, string? who) => who is null ? null : $"{what} {who}";
    }

    // Identity Center gives people roles of a name like AWSReservedSSO_PermissionSet_0123456789abcdef, and sessions of their own.
    private static string RoleAndSession(JsonElement identity, string? arn)
    {
        var parts = arn?.Split('/') ?? [];
        var role = identity.Text("sessionContext", "sessionIssuer", "userName") ?? (parts.Length > 1 ? parts[1] : "unknown");
        var session = parts.Length > 2 ? parts[^1] : identity.Text("principalId")?.Split(':')[^1];
        return role.Split('_') is ["AWSReservedSSO", .. { Length: > 0 } set, _] && session is not null
            ? $"Identity Center user {session}, permission set {string.Join('_', set)}"
            : $"role {role}" + (session is null ? "" : $", session {session}");
    }
}
