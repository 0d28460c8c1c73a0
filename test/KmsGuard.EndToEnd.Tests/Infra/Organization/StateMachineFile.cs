using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace KmsGuard.EndToEnd.Tests.Infra.Organization;

/// <summary>The definition that infra/organization deploys.</summary>
internal static partial class StateMachineFile
{
    /// <summary>As it stands in the repository.</summary>
    public static string Text { get; } =
        File.ReadAllText(Path.Combine(PublishedFunction.Root, "infra", "organization", "sweep.asl.yaml"));

    /// <summary>The names in its placeholders.</summary>
    public static IReadOnlySet<string> Placeholders { get; } =
        Placeholder().Matches(Text).Select(match => match.Groups[1].Value).ToHashSet();

    /// <summary>As CloudFormation gives it to Step Functions.</summary>
    /// <param name="values">A value for every placeholder.</param>
    /// <param name="change">What a test does to the text first; null for nothing.</param>
    public static JsonObject Define(IReadOnlyDictionary<string, string> values, Func<string, string>? change = null)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(Placeholder().Replace(change?.Invoke(Text) ?? Text, match => values[match.Groups[1].Value])));
        // Read again, so that a number is one of any of .NET's kinds.
        return (JsonObject)JsonNode.Parse(Convert(yaml.Documents[0].RootNode)!.ToJsonString())!;
    }

    private static JsonNode? Convert(YamlNode node) => node switch
    {
        YamlMappingNode mapping => new JsonObject(mapping.Children.Select(
            child => KeyValuePair.Create(((YamlScalarNode)child.Key).Value!, Convert(child.Value)))),
        YamlSequenceNode sequence => new JsonArray([.. sequence.Children.Select(Convert)]),
        YamlScalarNode { Style: ScalarStyle.Plain, Value: var text } when long.TryParse(text, CultureInfo.InvariantCulture, out var number) => number,
        _ => ((YamlScalarNode)node).Value,
    };

    [GeneratedRegex(@"\$\{([A-Za-z]+)\}")]
    private static partial Regex Placeholder();
}
