using System.Text.Json.Nodes;

namespace KmsGuard.EndToEnd.Tests.Infra;

/// <summary>What <c>terraform show -json</c> tells of one module: of a plan, or of what is deployed.</summary>
internal sealed class TerraformState
{
    private TerraformState(JsonObject module, JsonObject configuration, IReadOnlyDictionary<string, JsonNode?> variables)
    {
        Resources = [.. (module["resources"] as JsonArray ?? []).Select(resource => Read(resource!)).Where(resource => resource.Managed)];
        Variables = variables;
        Defaults = (configuration["variables"] as JsonObject ?? []).ToDictionary(variable => variable.Key, variable => variable.Value!["default"]?.DeepClone());
        Required = [.. (configuration["variables"] as JsonObject ?? []).Where(variable => !((JsonObject)variable.Value!).ContainsKey("default")).Select(variable => variable.Key)];
        Outputs = [.. (configuration["outputs"] as JsonObject ?? []).Select(output => output.Key)];
    }

    /// <summary>Every resource; data sources are none.</summary>
    public IReadOnlyList<Resource> Resources { get; }

    /// <summary>What the variables were set to; those left at their default included, null for null.</summary>
    public IReadOnlyDictionary<string, JsonNode?> Variables { get; }

    /// <summary>The defaults of the variables; null for null, and for none.</summary>
    public IReadOnlyDictionary<string, JsonNode?> Defaults { get; }

    /// <summary>The variables without a default.</summary>
    public IReadOnlyList<string> Required { get; }

    /// <summary>The names of the outputs.</summary>
    public IReadOnlyList<string> Outputs { get; }

    /// <summary>Reads a module of what is deployed.</summary>
    /// <param name="plan">The plan that it was deployed by, which has the variables.</param>
    /// <param name="state">What is deployed; null for what was planned.</param>
    /// <param name="call">The module's name where it is called; null for the root module.</param>
    public static TerraformState Read(JsonObject plan, JsonObject? state, string? call)
    {
        var root = (JsonObject)(state?["values"] ?? plan["planned_values"])!["root_module"]!;
        var configuration = (JsonObject)plan["configuration"]!["root_module"]!;
        if (call is null)
        {
            return new(root, configuration, ((JsonObject)plan["variables"]!).ToDictionary(variable => variable.Key, variable => variable.Value!["value"]?.DeepClone()));
        }

        var called = (JsonObject)configuration["module_calls"]![call]!;
        var module = (JsonObject)called["module"]!;
        var set = (JsonObject)called["expressions"]!;
        return new(
            (JsonObject)root["child_modules"]!.AsArray().Single(child => child!["address"]!.ToString() == $"module.{call}")!,
            module,
            ((JsonObject)module["variables"]!).ToDictionary(
                variable => variable.Key,
                variable => (set[variable.Key] is JsonObject expression ? expression["constant_value"] : variable.Value!["default"])?.DeepClone()));
    }

    /// <summary>The resources of a type.</summary>
    public IEnumerable<Resource> OfType(string type) => Resources.Where(resource => resource.Type == type);

    /// <summary>The one resource of a type and a name, which may be its own or its key among several of one.</summary>
    public Resource? Find(string type, string name) =>
        OfType(type).SingleOrDefault(resource => resource.Name == name || resource.Key?.Replace('-', '_') == name);

    private static Resource Read(JsonNode resource) => new(
        resource["mode"]!.ToString() == "managed",
        resource["type"]!.ToString(),
        resource["name"]!.ToString(),
        resource["index"]?.ToString(),
        (JsonObject)resource["values"]!);

    /// <summary>One resource.</summary>
    /// <param name="Managed">Not so for a data source.</param>
    /// <param name="Type">Such as aws_sqs_queue.</param>
    /// <param name="Name">Its name in the module.</param>
    /// <param name="Key">Its key, or number, among several of that name; null where there is one.</param>
    /// <param name="Values">Its attributes.</param>
    internal sealed record Resource(bool Managed, string Type, string Name, string? Key, JsonObject Values)
    {
        /// <summary>An attribute as text; empty where it is not set.</summary>
        public string this[string attribute] => Values[attribute]?.ToString() ?? "";

        /// <summary>The only block of a kind; null where there is none.</summary>
        public JsonObject? Block(string name) => (Values[name] as JsonArray)?.Select(block => (JsonObject)block!).SingleOrDefault();
    }
}
