using System.Text.Json.Nodes;
using KmsGuard.Sandbox.Events;
using YamlDotNet.RepresentationModel;

namespace KmsGuard.EndToEnd.Tests.Infra;

/// <summary>
/// A template as CloudFormation deploys it, with parameters given and the others at their defaults. What only a deployment
/// knows is named: a reference to a resource is its logical id, an attribute <c>Id.Attribute</c>.
/// </summary>
internal sealed class Stack
{
    /// <summary>Where it is deployed.</summary>
    public const string Account = "111122223333", Region = "eu-west-1";

    private readonly JsonObject template;
    private readonly Intrinsics intrinsics;

    private Stack(JsonObject template, Intrinsics intrinsics)
    {
        this.template = template;
        this.intrinsics = intrinsics;
        Resources = (template[nameof(Resources)] as JsonObject ?? [])
            .Where(resource => resource.Value!["Condition"] is not { } condition || intrinsics.Holds(condition.ToString()))
            .ToDictionary(
                resource => resource.Key,
                resource => new Resource(resource.Key, resource.Value!["Type"]!.ToString(), (JsonObject)intrinsics.Evaluate(resource.Value["Properties"] ?? new JsonObject())!));
    }

    /// <summary>What is deployed, by logical id; resources whose condition does not hold are not.</summary>
    public IReadOnlyDictionary<string, Resource> Resources { get; }

    /// <summary>The parameters as they are declared.</summary>
    public JsonObject Parameters => template[nameof(Parameters)] as JsonObject ?? [];

    /// <summary>The properties of every function.</summary>
    public JsonObject Globals => (JsonObject)intrinsics.Evaluate(template[nameof(Globals)]!["Function"])!;

    /// <summary>What the stack says of itself.</summary>
    public IEnumerable<string> Outputs => (template[nameof(Outputs)] as JsonObject ?? []).Select(output => output.Key);

    /// <summary>Deploys <c>infra/template.yaml</c>.</summary>
    public static Stack Home(params (string Name, string Value)[] parameters) => Of("template.yaml", parameters);

    /// <summary>Deploys a template in the folder <c>infra</c>.</summary>
    public static Stack Of(string file, params (string Name, string Value)[] parameters)
    {
        var template = Read(file);
        var values = (template[nameof(Parameters)] as JsonObject ?? [])
            .Where(parameter => parameter.Value!["Default"] is not null)
            .ToDictionary(parameter => parameter.Key, parameter => parameter.Value!["Default"]!.ToString());
        foreach (var (name, value) in parameters)
        {
            template[nameof(Parameters)]![name].ShouldNotBeNull($"{file} has no parameter {name}");
            values[name] = value;
        }

        return new(template, new(values, template["Conditions"] as JsonObject ?? []));
    }

    /// <summary>A template as it is written.</summary>
    public static JsonObject Read(string file)
    {
        var yaml = new YamlStream();
        using var reader = File.OpenText(Path.Combine(PublishedFunction.Root, "infra", file));
        yaml.Load(reader);
        return (JsonObject)YamlJson.Convert(yaml.Documents[0].RootNode)!;
    }

    /// <summary>The resources of a type.</summary>
    public IEnumerable<Resource> OfType(string type) => Resources.Values.Where(resource => resource.Type == type);

    /// <summary>The largest value that a parameter takes.</summary>
    public long MaxOf(string parameter) => Parameters[parameter]!["MaxValue"]!.GetValue<long>();

    /// <summary>The statements of a role's only policy.</summary>
    public IReadOnlyList<JsonObject> StatementsOf(string role) =>
        [.. ((JsonArray)Resources[role].Properties["Policies"]!).ShouldHaveSingleItem()!["PolicyDocument"]!["Statement"]!.AsArray().Select(statement => (JsonObject)statement!)];

    /// <summary>The variables of a function, those of every function included.</summary>
    public IReadOnlyDictionary<string, string> EnvironmentOf(string function) =>
        ((JsonObject)Globals["Environment"]!["Variables"]!)
            .Concat((JsonObject)Resources[function].Properties["Environment"]!["Variables"]!)
            .ToDictionary(variable => variable.Key, variable => variable.Value!.ToString());

    /// <summary>One resource.</summary>
    /// <param name="Id">Its logical id.</param>
    /// <param name="Type">Its type.</param>
    /// <param name="Properties">Its properties, evaluated.</param>
    internal sealed record Resource(string Id, string Type, JsonObject Properties)
    {
        /// <summary>A property as text; empty where it is not set.</summary>
        public string this[string property] => Properties[property]?.ToString() ?? "";

        /// <summary>The texts of a list.</summary>
        public IReadOnlyList<string> Texts(string property) => [.. (Properties[property] as JsonArray ?? []).Select(item => item!.ToString())];

        /// <summary>The statements of a resource policy.</summary>
        public IReadOnlyList<JsonObject> Statements(string property) =>
            [.. ((JsonArray)Properties[property]!["Statement"]!).Select(statement => (JsonObject)statement!)];
    }
}
