using System.Text.Json;
using System.Text.Json.Nodes;

namespace KmsGuard.Sandbox.Events;

/// <summary>EventBridge's <c>numeric</c>: one or two limits, such as <c>[">", 0, "&lt;=", 5]</c>.</summary>
internal static class NumericRange
{
    /// <exception cref="FormatException">The list is no sequence of operators and numbers.</exception>
    public static Func<JsonValueView?, bool> Parse(JsonNode? value)
    {
        if (value is not JsonArray { Count: 2 or 4 } list)
        {
            throw new FormatException("numeric match pattern must be an array of one or two operators, each with its number.");
        }

        var limits = list.Chunk(2).Select(pair => ParseLimit(pair[0], pair[1])).ToArray();
        return actual => actual?.Number is { } number && Array.TrueForAll(limits, limit => limit(number));
    }

    private static Func<double, bool> ParseLimit(JsonNode? sign, JsonNode? limit)
    {
        if (sign?.GetValueKind() != JsonValueKind.String || JsonValueView.Of(limit).Number is not { } bound)
        {
            throw new FormatException("numeric match pattern must name an operator, then a number.");
        }

        return sign.GetValue<string>() switch
        {
            "=" => number => number.Equals(bound),
            "<" => number => number < bound,
            "<=" => number => number <= bound,
            ">" => number => number > bound,
            ">=" => number => number >= bound,
            var other => throw new FormatException($"Unrecognized numeric range operator: {other}."),
        };
    }
}
