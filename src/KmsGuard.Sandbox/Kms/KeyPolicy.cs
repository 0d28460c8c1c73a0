using System.IO.Enumeration;
using System.Text.Json;
using System.Text.Json.Nodes;
using KmsGuard.Sandbox.Wire;

namespace KmsGuard.Sandbox.Kms;

/// <summary>What a key policy says to a call.</summary>
internal enum PolicyVerdict
{
    /// <summary>No statement allows it.</summary>
    Silent,

    /// <summary>A statement allows it, or leaves it to IAM, which allows everything here.</summary>
    Allow,

    /// <summary>A statement denies it, whatever others say.</summary>
    Deny,
}

/// <summary>A key policy: statements with Effect, Principal and Action.</summary>
internal sealed class KeyPolicy
{
    private readonly List<Statement> statements;

    private KeyPolicy(string text, List<Statement> statements)
    {
        Text = text;
        this.statements = statements;
    }

    /// <summary>As it was put, for GetKeyPolicy.</summary>
    public string Text { get; }

    /// <summary>The policy of a key that was created without one: it delegates to the account's IAM policies.</summary>
    public static KeyPolicy Default(string partition, string account) => Delegating(partition, account, "\"kms:*\"");

    /// <summary>
    /// The policy of an AWS managed key, as far as people go: they may look at it. Use of it through its service
    /// (<c>kms:ViaService</c>) never reaches the sandbox.
    /// </summary>
    public static KeyPolicy ManagedByAws(string partition, string account) =>
        Delegating(partition, account, """["kms:Describe*","kms:Get*","kms:List*","kms:RevokeGrant"]""");

    /// <exception cref="AwsException">The text is no policy, or uses an element that the sandbox cannot judge.</exception>
    public static KeyPolicy Parse(string text)
    {
        if (text.Length > 32_768)
        {
            throw KmsErrors.LimitExceeded("The key policy is longer than 32768 characters.");
        }

        try
        {
            var statements = JsonNode.Parse(text)?["Statement"] switch
            {
                JsonArray { Count: > 0 } several => several.Select(Read).ToList(),
                JsonObject one => [Read(one)],
                _ => throw Malformed("Statement is missing."),
            };
            return new KeyPolicy(text, statements);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            throw Malformed("It is not JSON of the form of a policy.");
        }
    }

    /// <param name="caller">Who calls.</param>
    /// <param name="action">Such as <c>kms:DisableKey</c>.</param>
    public PolicyVerdict Judge(AwsCaller caller, string action)
    {
        var verdict = PolicyVerdict.Silent;
        foreach (var statement in statements)
        {
            if (statement.Principals.Any(name => Names(name, caller))
                && statement.Actions.Any(glob => FileSystemName.MatchesSimpleExpression(glob, action, ignoreCase: true)))
            {
                verdict = (PolicyVerdict)Math.Max((int)verdict, (int)statement.Effect);
            }
        }

        return verdict;
    }

    private static KeyPolicy Delegating(string partition, string account, string actions) => Parse(
        $$"""
        {"Version":"2012-10-17","Id":"key-default-1","Statement":[{"Sid":"Enable IAM User Permissions","Effect":"Allow",
        "Principal":{"AWS":"arn:{{partition}}:iam::{{account}}:root"},"Action":{{actions}},"Resource":"*"}]}
        """);

    // An account stands for all of its principals.
    private static bool Names(string principal, AwsCaller caller) =>
        principal == "*" || principal == caller.Account || principal == caller.Arn || principal == caller.RoleArn
        || (principal.StartsWith("arn:", StringComparison.Ordinal)
            && principal.EndsWith($":iam::{caller.Account}:root", StringComparison.Ordinal));

    private static Statement Read(JsonNode? node)
    {
        var statement = node as JsonObject ?? throw Malformed("A statement is not an object.");
        if (new[] { "Condition", "NotPrincipal", "NotAction" }.FirstOrDefault(statement.ContainsKey) is { } element)
        {
            // To skip it would be to judge wrongly.
            throw Malformed($"The sandbox judges Effect, Principal and Action, not {element}: leave it out.");
        }

        var effect = (string?)statement["Effect"] switch
        {
            "Allow" => PolicyVerdict.Allow,
            "Deny" => PolicyVerdict.Deny,
            _ => throw Malformed("Effect is neither Allow nor Deny."),
        };
        var principals = statement["Principal"] switch
        {
            JsonObject kinds => kinds.Where(kind => kind.Key == "AWS").SelectMany(kind => Texts(kind.Value)),
            var everybody => Texts(everybody),
        };
        return new Statement(effect, [.. principals], [.. Texts(statement["Action"])]);
    }

    private static IEnumerable<string> Texts(JsonNode? node) => node switch
    {
        JsonArray several => several.Select(one => (string?)one ?? throw Malformed("A name is null.")),
        JsonValue one => [one.GetValue<string>()],
        _ => throw Malformed("Principal or Action is missing."),
    };

    private static AwsException Malformed(string why) =>
        new("MalformedPolicyDocumentException", $"The policy is malformed. {why}");

    private sealed record Statement(PolicyVerdict Effect, List<string> Principals, List<string> Actions);
}
