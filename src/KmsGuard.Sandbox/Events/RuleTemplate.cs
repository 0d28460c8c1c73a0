using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace KmsGuard.Sandbox.Events;

/// <summary>The event rules of a CloudFormation template.</summary>
public static class RuleTemplate
{
    /// <summary>The default bus's rules in the template that is deployed, <c>infra/template.yaml</c>.</summary>
    public static IReadOnlyList<EventRule> Deployed()
    {
        using var stream = typeof(RuleTemplate).Assembly.GetManifestResourceStream("template.yaml")!;
        using var reader = new StreamReader(stream);
        return [.. Read(reader).Where(rule => rule.Bus is null)];
    }

    /// <summary>Every AWS::Events::Rule with an event pattern; rules on a schedule have none.</summary>
    /// <exception cref="FormatException">A pattern, or a state, that cannot be read; the message names the rule.</exception>
    public static IReadOnlyList<EventRule> Read(TextReader template)
    {
        var yaml = new YamlStream();
        yaml.Load(template);
        var resources = YamlJson.Convert(yaml.Documents[0].RootNode)?["Resources"] as JsonObject ?? [];
        return
        [
            .. from resource in resources
               where resource.Value?["Type"]?.ToString() == "AWS::Events::Rule"
               let properties = resource.Value["Properties"] as JsonObject
               where properties?["EventPattern"] is JsonObject
               select ReadRule(resource.Key, properties),
        ];
    }

    private static EventRule ReadRule(string name, JsonObject properties)
    {
        try
        {
            return new(
                name,
                ReadState(properties["State"]),
                EventPattern.Parse((JsonObject)properties["EventPattern"]!),
                [.. (properties["Targets"] as JsonArray ?? []).Select(TargetOf).OfType<string>()])
            {
                Bus = BusOf(properties["EventBusName"]),
            };
        }
        catch (FormatException exception)
        {
            throw new FormatException($"{name}: {exception.Message}", exception);
        }
    }

    private static string ReadState(JsonNode? state) => state switch
    {
        null => "ENABLED",
        JsonValue => state.ToString(),
        _ => throw new FormatException("State must be written out: the sandbox evaluates no intrinsic functions."),
    };

    private static string? BusOf(JsonNode? name) => name switch
    {
        null => null,
        JsonObject reference => reference["Ref"]?.ToString() ?? throw new FormatException("EventBusName must be a name or a !Ref."),
        _ => name.ToString() is var written and not "default" ? written : null,
    };

    /// <summary>The resource behind <c>!GetAtt X.Arn</c>; null for a target that is no resource of this template.</summary>
    private static string? TargetOf(JsonNode? target) => target?["Arn"]?["Fn::GetAtt"] switch
    {
        JsonArray { Count: 2 } parts => parts[0]?.ToString(),
        JsonValue dotted => dotted.ToString().Split('.')[0],
        _ => null,
    };
}
