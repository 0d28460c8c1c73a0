using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace KmsGuard.EndToEnd.Tests.Infra;

/// <summary>CloudFormation's intrinsic functions, as far as the templates use them.</summary>
internal sealed partial class Intrinsics(IReadOnlyDictionary<string, string> parameters, JsonObject conditions)
{
    private static readonly JsonNode NoValue = JsonValue.Create("AWS::NoValue");

    private static readonly Dictionary<string, string> Pseudo = new()
    {
        ["AWS::AccountId"] = Stack.Account,
        ["AWS::Region"] = Stack.Region,
        ["AWS::Partition"] = "aws",
        ["AWS::URLSuffix"] = "amazonaws.com",
    };

    /// <summary>Whether a condition of the template holds.</summary>
    public bool Holds(string condition) => Test(conditions[condition] ?? throw new KeyNotFoundException($"There is no condition {condition}."));

    /// <summary>The value of a node.</summary>
    public JsonNode? Evaluate(JsonNode? node) => node switch
    {
        JsonArray array => new JsonArray([.. array.Select(Evaluate).Where(item => item != NoValue)]),
        JsonObject { Count: 1 } single when single.First() is { } only && (only.Key == "Ref" || only.Key.StartsWith("Fn::", StringComparison.Ordinal)) =>
            Call(only.Key, only.Value!),
        JsonObject map => new JsonObject(
            map.Select(entry => KeyValuePair.Create(entry.Key, Evaluate(entry.Value))).Where(entry => entry.Value != NoValue)),
        JsonValue value => value.DeepClone(),
        _ => null,
    };

    private JsonNode? Call(string function, JsonNode argument) => function switch
    {
        "Ref" => argument.ToString() == "AWS::NoValue" ? NoValue : JsonValue.Create(Refer(argument.ToString())),
        "Fn::GetAtt" => JsonValue.Create(argument is JsonArray parts ? string.Join('.', parts.Select(part => part!.ToString())) : argument.ToString()),
        "Fn::Sub" => JsonValue.Create(Reference().Replace(argument.ToString(), match => match.Groups["literal"].Success ? $"${{{match.Groups["name"]}}}" : Refer(match.Groups["name"].Value))),
        "Fn::If" => Evaluate(argument[Holds(argument[0]!.ToString()) ? 1 : 2]),
        "Fn::Join" => JsonValue.Create(string.Join(argument[0]!.ToString(), Items(argument[1]!))),
        "Fn::Select" => JsonValue.Create(Items(argument[1]!).ElementAt(int.Parse(argument[0]!.ToString()))),
        "Fn::Split" => new JsonArray([.. Text(argument[1]!).Split(argument[0]!.ToString()).Select(part => JsonValue.Create(part))]),
        _ => throw new NotSupportedException($"{function} is not evaluated here."),
    };

    // What is no parameter is a resource, or an attribute of one.
    private string Refer(string name) => Pseudo.GetValueOrDefault(name) ?? parameters.GetValueOrDefault(name) ?? name;

    private string Text(JsonNode node) => Evaluate(node)!.ToString();

    private IEnumerable<string> Items(JsonNode node) => ((JsonArray)Evaluate(node)!).Select(item => item!.ToString());

    private bool Test(JsonNode condition) => condition switch
    {
        JsonObject { Count: 1 } test when test.First() is { Key: "Fn::Equals", Value: JsonArray sides } => Text(sides[0]!) == Text(sides[1]!),
        JsonObject { Count: 1 } test when test.First() is { Key: "Fn::Not", Value: JsonArray negated } => !Test(negated[0]!),
        JsonObject { Count: 1 } test when test.First() is { Key: "Condition", Value: { } name } => Holds(name.ToString()),
        _ => throw new NotSupportedException($"No condition that is evaluated here: {condition.ToJsonString()}"),
    };

    [GeneratedRegex(@"\$\{(?<literal>!)?(?<name>[^}]+)\}")]
    private static partial Regex Reference();
}
