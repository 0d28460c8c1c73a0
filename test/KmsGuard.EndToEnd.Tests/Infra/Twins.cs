using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace KmsGuard.EndToEnd.Tests.Infra;

/// <summary>
/// A template and what Terraform deployed in its place: the template's references are given the values of Terraform's
/// resources, so that one to the wrong resource shows, and both are compared as CloudFormation writes them.
/// </summary>
internal sealed partial class Twins(Stack stack, TerraformState module)
{
    // Code is uploaded, each in its way. The others moto forgets, or does not get to see: they are compared with the plan.
    private static readonly string[] Apart = ["CodeUri", "LoggingConfig", "RotationPeriodInDays", "Runtime"];

    // Where a template leaves these out, CloudFormation makes them up. Terraform has to be told some.
    private static readonly string[] Names = ["AlarmName", "RoleName"];

    /// <summary>What either has that the other has not.</summary>
    public IEnumerable<string> Unmatched()
    {
        var matched = stack.Resources.Values.Select(Terraform).ToList();
        return stack.Resources.Values.Where(resource => Terraform(resource) is null).Select(resource => $"Terraform has no {resource.Id}")
            .Concat(module.Resources.Where(resource => !matched.Contains(resource) && !TwinResource.Parts.Contains(resource.Type))
                .Select(resource => $"the template has no {resource.Type} {resource.Name} {resource.Key}"));
    }

    /// <summary>Where they differ: the resource, the property, and what either says.</summary>
    public IEnumerable<string> Differences() => stack.Resources.Values.SelectMany(resource =>
    {
        var (type, twin) = (TwinResource.ByType[resource.Type], Terraform(resource));
        return twin is null ? [] : Differences(resource.Id, Template(resource), type.Properties(module, twin));
    });

    private TerraformState.Resource? Terraform(Stack.Resource resource) => TwinResource.ByType[resource.Type].Of(resource.Id, module);

    private JsonObject Template(Stack.Resource resource)
    {
        var properties = (JsonObject)resource.Properties.DeepClone();
        if (resource.Type == "AWS::Serverless::Function")
        {
            foreach (var (name, value) in stack.Globals.Where(property => property.Key != "Environment"))
            {
                properties[name] = value!.DeepClone();
            }

            properties["Environment"]!["Variables"] = new JsonObject(
                stack.EnvironmentOf(resource.Id).Select(variable => KeyValuePair.Create(variable.Key, (JsonNode?)variable.Value)));
        }

        return properties;
    }

    private IEnumerable<string> Differences(string path, JsonNode? template, JsonNode? terraform) => (template, terraform) switch
    {
        (JsonObject one, JsonObject other) => one.Select(property => property.Key).Union(other.Select(property => property.Key))
            .Where(name => !Apart.Contains(name) && (!Names.Contains(name) || one.ContainsKey(name)))
            .SelectMany(name => Differences($"{path}.{name}", one[name], other[name])),
        (JsonArray { Count: > 1 } one, JsonArray other) when one.Count == other.Count =>
            one.Zip(other).SelectMany((items, index) => Differences($"{path}[{index}]", items.First, items.Second)),
        // One of something is the same with brackets and without.
        (JsonArray { Count: 1 } one, JsonArray { Count: 1 } other) => Differences(path, one[0], other[0]),
        (JsonArray { Count: 1 } one, not JsonArray) => Differences(path, one[0], terraform),
        (not JsonArray, JsonArray { Count: 1 } other) => Differences(path, template, other[0]),
        _ when IsJson(path) && template is JsonValue && terraform is JsonValue =>
            Differences($"{path}:", JsonNode.Parse(template.ToString()), JsonNode.Parse(terraform.ToString())),
        _ => Resolved(template) == Text(terraform) ? [] : [$"{path}: the template says '{Resolved(template)}', Terraform '{Text(terraform)}'"],
    };

    private static bool IsJson(string path) => path.EndsWith(".DashboardBody", StringComparison.Ordinal);

    // Nothing, an empty text and an empty list are all the same to CloudFormation; and 30 and "30".
    private static string Text(JsonNode? node) => node is null or JsonArray { Count: 0 } ? "" : node.ToString();

    private string Resolved(JsonNode? node)
    {
        var text = Text(node).Replace(Stack.Account, MotoServer.Account, StringComparison.Ordinal);
        return stack.Resources.TryGetValue(text, out var resource)
            ? Terraform(resource)?[TwinResource.ByType[resource.Type].Reference] ?? text
            : Attribute().Replace(text, match => stack.Resources.TryGetValue(match.Groups["id"].Value, out var owner) && Terraform(owner) is { } twin
                ? TwinResource.ByType[owner.Type].Attribute(twin, match.Groups["name"].Value)
                : match.Value);
    }

    [GeneratedRegex(@"\b(?<id>[A-Z][A-Za-z]+)\.(?<name>Arn|QueueName)\b")]
    private static partial Regex Attribute();
}
