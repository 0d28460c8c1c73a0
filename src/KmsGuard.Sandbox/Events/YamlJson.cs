using System.Globalization;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace KmsGuard.Sandbox.Events;

/// <summary>YAML as the JSON that CloudFormation makes of it.</summary>
public static class YamlJson
{
    /// <summary>
    /// Converts a node; null for YAML's null. A short tag such as <c>!GetAtt X.Arn</c> becomes its long form, <c>{"Fn::GetAtt": "X.Arn"}</c>.
    /// </summary>
    /// <exception cref="FormatException">A kind of node that templates do not have.</exception>
    public static JsonNode? Convert(YamlNode node)
    {
        var plain = node switch
        {
            YamlMappingNode mapping => new JsonObject(mapping.Children.Select(
                child => KeyValuePair.Create(((YamlScalarNode)child.Key).Value ?? "", Convert(child.Value)))),
            YamlSequenceNode sequence => new JsonArray([.. sequence.Children.Select(Convert)]),
            YamlScalarNode { Style: ScalarStyle.Plain } scalar when scalar.Tag.IsEmpty => Scalar(scalar.Value ?? ""),
            YamlScalarNode scalar => (JsonNode)(scalar.Value ?? ""),
            _ => throw new FormatException($"Line {node.Start.Line}: a {node.NodeType} has no meaning in a template."),
        };
        return node.Tag is { IsEmpty: false, IsLocal: true } tag
            ? new JsonObject { [tag.Value is "!Ref" or "!Condition" ? tag.Value[1..] : "Fn::" + tag.Value[1..]] = plain }
            : plain;
    }

    private static JsonValue? Scalar(string text) => text switch
    {
        "" or "~" or "null" => null,
        "true" => JsonValue.Create(true),
        "false" => JsonValue.Create(false),
        _ when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) =>
            JsonValue.Create(number),
        _ when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) && double.IsFinite(real) =>
            JsonValue.Create(real),
        _ => JsonValue.Create(text),
    };
}
