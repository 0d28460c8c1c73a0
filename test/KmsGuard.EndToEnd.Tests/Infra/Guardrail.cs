using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace KmsGuard.EndToEnd.Tests.Infra;

/// <summary>One policy of <c>infra/guardrails</c>, with its placeholders replaced as its README says.</summary>
internal sealed partial class Guardrail
{
    /// <summary>Accounts of the organization: KmsGuard's own, and another one.</summary>
    public const string Home = "111122223333", Member = "444455556666";

    private static readonly Dictionary<string, string> Values = new()
    {
        ["BREAK-GLASS-ROLE"] = "emergency",
        ["HOME-ACCOUNT"] = Home,
        ["MEMBER-ROLE-PREFIX"] = "guard",
        ["DEPLOYMENT-ROLE"] = "pipeline",
        ["KEY-ADMINISTRATOR-ROLE"] = "keys",
        ["TOPIC-KEY-ID"] = "0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f1",
    };

    private Guardrail(string name)
    {
        Name = name;
        Text = File.ReadAllText(Path.Combine(Folder, $"{name}.json"));
        Statements = [.. JsonNode.Parse(Fill(Text))!["Statement"]!.AsArray().Select(statement => statement!.AsObject())];
    }

    /// <summary>Where the guardrails are.</summary>
    public static string Folder { get; } = Path.Combine(PublishedFunction.Root, "infra", "guardrails");

    /// <summary>Every policy there is.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. Directory.GetFiles(Folder, "*.json", SearchOption.AllDirectories)
            .Select(path => Path.ChangeExtension(Path.GetRelativePath(Folder, path), null).Replace('\\', '/')).Order(StringComparer.Ordinal),
    ];

    /// <summary>Kind and purpose, such as <c>scp/window</c>.</summary>
    public string Name { get; }

    /// <summary>The file as it is.</summary>
    public string Text { get; }

    /// <summary>What it denies.</summary>
    public IReadOnlyList<JsonObject> Statements { get; }

    /// <summary>What people have to replace.</summary>
    public IEnumerable<string> Placeholders => Placeholder().Matches(Text).Select(match => match.Value).Distinct().Order(StringComparer.Ordinal);

    public static Guardrail Read(string name) => new(name);

    /// <summary>Whether it denies a request of a role, or of <c>root</c>, or of a service's own principal.</summary>
    public bool Denies(string principal, string action, string resource, params (string Key, string[] Values)[] context) => IamPolicy.Denies(
        Statements, action, resource,
        [
            ("aws:PrincipalIsAWSService", [principal.EndsWith(".amazonaws.com", StringComparison.Ordinal) ? "true" : "false"]),
            .. principal.EndsWith(".amazonaws.com", StringComparison.Ordinal) ? [] : new[] { ("aws:PrincipalArn", new[] { principal }) },
            .. context,
        ]);

    private static string Fill(string text) => Placeholder().Replace(text, match => Values[match.Value]);

    [GeneratedRegex("[A-Z]+(-[A-Z]+)+")]
    private static partial Regex Placeholder();
}
