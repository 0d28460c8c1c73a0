using System.Text.Json;
using System.Text.Json.Nodes;

namespace KmsGuard.Sandbox.Events;

/// <summary>
/// One entry of a pattern's array: a value, or an object that names a comparison. Rules: Amazon EventBridge User Guide,
/// comparison operators in event patterns.
/// </summary>
internal static class Comparison
{
    /// <summary>Null stands for a field that the event does not have.</summary>
    /// <exception cref="FormatException">EventBridge has no such comparison.</exception>
    public static Func<JsonValueView?, bool> Parse(JsonNode? entry) => entry switch
    {
        JsonObject { Count: 1 } named => ParseNamed(named.Single().Key, named.Single().Value),
        JsonObject or JsonArray =>
            throw new FormatException($"'{entry.ToJsonString()}' is no comparison: one name and its value."),
        _ => Exactly(JsonValueView.Of(entry)),
    };

    private static Func<JsonValueView?, bool> ParseNamed(string name, JsonNode? value) => name switch
    {
        "exists" => Exists(value),
        "numeric" => NumericRange.Parse(value),
        "anything-but" => AnythingBut(value),
        "prefix" or "suffix" or "wildcard" or "equals-ignore-case" => Text(name, value),
        _ => throw new FormatException($"Unrecognized match type {name}."),
    };

    private static Func<JsonValueView?, bool> Exactly(JsonValueView expected) => actual => actual == expected;

    private static Func<JsonValueView?, bool> Exists(JsonNode? value) =>
        value?.GetValueKind() is JsonValueKind.True or JsonValueKind.False
            ? value.GetValue<bool>() ? actual => actual is not null : actual => actual is null
            : throw new FormatException("exists match pattern must be either true or false.");

    private static Func<JsonValueView?, bool> AnythingBut(JsonNode? value)
    {
        var excluded = (value as JsonArray ?? [value?.DeepClone()])
            .SelectMany(item => item is JsonObject { Count: 1 } named ? TextList(named) : [Exactly(JsonValueView.Of(item))])
            .ToList();
        return excluded.Count == 0
            ? throw new FormatException("Empty anything-but list.")
            : actual => actual is not null && !excluded.Exists(matches => matches(actual));
    }

    private static IEnumerable<Func<JsonValueView?, bool>> TextList(JsonObject named)
    {
        var (name, value) = named.Single();
        return value is JsonArray list ? list.Select(item => Text(name, item)) : [Text(name, value)];
    }

    private static Func<JsonValueView?, bool> Text(string name, JsonNode? value)
    {
        const string IgnoreCase = "equals-ignore-case";
        var ignoreCase = name is "prefix" or "suffix" && value is JsonObject { Count: 1 } folded && folded.ContainsKey(IgnoreCase);
        var text = (ignoreCase ? value![IgnoreCase] : value) is JsonValue scalar && scalar.TryGetValue<string>(out var given)
            ? given
            : throw new FormatException($"{name} match pattern must be a string.");
        var order = ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        Func<string, bool> matches = name switch
        {
            "prefix" => actual => actual.StartsWith(text, order),
            "suffix" => actual => actual.EndsWith(text, order),
            "wildcard" => new GlobPattern(text).Matches,
            "equals-ignore-case" => actual => actual.Equals(text, StringComparison.OrdinalIgnoreCase),
            _ => throw new FormatException($"Unsupported anything-but pattern: {name}."),
        };
        return actual => actual is { Kind: JsonValueKind.String } && matches(actual.Text);
    }
}
