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

    /// <summary>Who assumed the role, where sts:SourceIdentity was set; null otherwise.</summary>
    public string? SourceIdentity { get; init; }

    /// <summary>Whether it is an account's root user.</summary>
    public bool IsRoot => Type == "Root";

    /// <summary>Whether multi-factor authentication was used; null where CloudTrail does not say.</summary>
    public bool? Mfa { get; init; }

    /// <summary>The service that made the call for somebody; null for none.</summary>
    public string? InvokedBy { get; init; }

    /// <summary>Reads userIdentity in any of its shapes (AWS: "CloudTrail userIdentity element").</summary>
    internal static Principal Of(JsonElement detail)
    {
        if (detail.At("userIdentity") is not { ValueKind: JsonValueKind.Object } identity)
        {
            return new Principal { Name = "somebody that the event does not name" };
        }

        var type = identity.Text("type");
        var arn = identity.Text("arn");
        var account = identity.Text("accountId");
        var sourceIdentity = identity.Text("sessionContext", "sourceIdentity");
        var name = type switch
        {
            "IAMUser" => $"user {identity.Text("userName") ?? arn ?? identity.Text("principalId")}",
            "Root" => $"ROOT of account {account}",
            "AssumedRole" => RoleAndSession(identity, arn),
            "FederatedUser" => $"federated user {arn ?? identity.Text("principalId")}",
            "AWSAccount" => $"account {account} ({identity.Text("principalId")})",
            "AWSService" => $"service {identity.Text("invokedBy")}",
            "IdentityCenterUser" => $"Identity Center user {identity.Text("onBehalfOf", "userId")}",
            null => identity.Text("invokedBy") ?? account,
            _ => $"{type} {arn ?? identity.Text("principalId") ?? account}",
        };
        return new Principal
        {
            Type = type,
            Name = (name ?? "somebody that the event does not name") + (sourceIdentity is null ? "" : $", source identity {sourceIdentity}"),
            Arn = arn,
            RoleArn = identity.Text("sessionContext", "sessionIssuer", "arn"),
            SourceIdentity = sourceIdentity,
            Mfa = identity.Text("sessionContext", "attributes", "mfaAuthenticated") switch { "true" => true, "false" => false, _ => null },
            InvokedBy = identity.Text("invokedBy"),
        };
    }

    private static string RoleAndSession(JsonElement identity, string? arn)
    {
        var parts = arn?.Split('/') ?? [];
        var role = identity.Text("sessionContext", "sessionIssuer", "userName") ?? (parts.Length > 1 ? parts[1] : "unknown");
        var session = parts.Length > 2 ? parts[^1] : identity.Text("principalId")?.Split(':')[^1];
        return $"role {role}" + (session is null ? "" : $", session {session}");
    }
}
