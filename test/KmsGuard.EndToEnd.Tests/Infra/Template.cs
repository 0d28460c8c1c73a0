using YamlDotNet.RepresentationModel;

namespace KmsGuard.EndToEnd.Tests.Infra;

/// <summary>The template that is deployed, as it stands in the repository.</summary>
internal sealed class Template
{
    private readonly YamlMappingNode root;

    private Template(YamlMappingNode root) => this.root = root;

    public static Template Deployed()
    {
        var yaml = new YamlStream();
        using var reader = File.OpenText(Path.Combine(PublishedFunction.Root, "infra", "template.yaml"));
        yaml.Load(reader);
        return new((YamlMappingNode)yaml.Documents[0].RootNode);
    }

    /// <summary>The statements of a role's only policy; those behind a condition included.</summary>
    public IReadOnlyList<Statement> StatementsOf(string role)
    {
        var policies = (YamlSequenceNode)Mapping(root, "Resources", role, "Properties")["Policies"];
        var document = Mapping((YamlMappingNode)policies.Children.ShouldHaveSingleItem(), "PolicyDocument");
        return
        [
            .. from statement in (YamlSequenceNode)document["Statement"]
               select statement is YamlSequenceNode choice
                   ? new Statement((YamlMappingNode)choice[1], Text(choice[0]))
                   : new Statement((YamlMappingNode)statement, null),
        ];
    }

    public static string Text(YamlNode node) => ((YamlScalarNode)node).Value ?? "";

    private static YamlMappingNode Mapping(YamlMappingNode node, params string[] path) =>
        path.Aggregate(node, (at, name) => (YamlMappingNode)at[name]);

    /// <summary>One statement of a policy.</summary>
    internal sealed class Statement(YamlMappingNode node, string? condition)
    {
        /// <summary>The template's condition that it stands under; null for none.</summary>
        public string? OnlyIf => condition;

        public bool Allows => Text(node["Effect"]) == "Allow";

        public IReadOnlyList<string> Actions => TextsOf(node["Action"]);

        public string Resource => Text(node["Resource"]);

        /// <summary>What a condition compares a key with; empty where it does not.</summary>
        public IReadOnlyList<string> Condition(string comparison, string key) =>
            node.Children.TryGetValue("Condition", out var conditions)
            && ((YamlMappingNode)conditions).Children.TryGetValue(comparison, out var keys)
            && ((YamlMappingNode)keys).Children.TryGetValue(key, out var values)
                ? TextsOf(values)
                : [];

        private static IReadOnlyList<string> TextsOf(YamlNode node) =>
            node is YamlSequenceNode sequence ? [.. sequence.Select(Text)] : [Text(node)];
    }
}
