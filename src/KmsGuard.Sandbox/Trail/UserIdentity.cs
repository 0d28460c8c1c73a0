using System.Text.Json.Nodes;
using KmsGuard.Sandbox.Sts;
using KmsGuard.Sandbox.Wire;

namespace KmsGuard.Sandbox.Trail;

/// <summary>CloudTrail's userIdentity (AWS CloudTrail User Guide, userIdentity element).</summary>
internal static class UserIdentity
{
    /// <param name="caller">Who signed.</param>
    /// <param name="recipient">The account whose trail it is: another account's caller is named there by id alone.</param>
    public static JsonObject Build(AwsCaller caller, string recipient)
    {
        if (caller.Account != recipient)
        {
            return new()
            {
                ["type"] = "AWSAccount",
                ["principalId"] = PrincipalId.Of(caller),
                ["accountId"] = caller.Account,
            };
        }

        var identity = new JsonObject
        {
            ["type"] = TypeOf(caller),
            ["principalId"] = PrincipalId.Of(caller),
            ["arn"] = caller.Arn,
            ["accountId"] = caller.Account,
            ["accessKeyId"] = caller.AccessKeyId,
        };
        if (caller.RoleArn is { } role)
        {
            identity["sessionContext"] = Session(caller, role);
        }
        else if (TypeOf(caller) == "IAMUser")
        {
            identity["userName"] = NameIn(caller.Arn);
        }

        return identity;
    }

    private static string TypeOf(AwsCaller caller) =>
        caller.RoleArn is not null ? "AssumedRole"
        : caller.Arn.EndsWith(":root", StringComparison.Ordinal) ? "Root"
        : "IAMUser";

    private static JsonObject Session(AwsCaller caller, string role)
    {
        var attributes = new JsonObject { ["mfaAuthenticated"] = "false" };
        if (caller.SessionStart is { } start)
        {
            attributes["creationDate"] = EventEnvelope.Time(start);
        }

        var session = new JsonObject
        {
            ["sessionIssuer"] = new JsonObject
            {
                ["type"] = "Role",
                ["principalId"] = PrincipalId.OfRole(role),
                ["arn"] = role,
                ["accountId"] = caller.Account,
                ["userName"] = NameIn(role),
            },
            ["attributes"] = attributes,
        };
        if (caller.SourceIdentity is { } identity)
        {
            session["sourceIdentity"] = identity;
        }

        return session;
    }

    private static string NameIn(string arn) => arn[(arn.LastIndexOf('/') + 1)..];
}
