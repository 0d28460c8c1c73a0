using System.Text.Json.Nodes;

namespace KmsGuard.Sandbox.Events;

/// <summary>
/// An EventBridge event pattern: every field it names must match, by any entry of its array. Rules: Amazon EventBridge User
/// Guide, event patterns.
/// </summary>
public sealed class EventPattern
{
    private readonly Dictionary<string, EventPattern> nested = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Func<JsonValueView?, bool>[]> fields = new(StringComparer.Ordinal);
    private readonly List<EventPattern> alternatives = [];

    private EventPattern()
    {
    }

    /// <exception cref="FormatException">EventBridge would refuse the pattern; the message names the field.</exception>
    public static EventPattern Parse(JsonObject pattern)
    {
        var parsed = new EventPattern();
        if (pattern.Count == 0)
        {
            throw new FormatException("An event pattern must name at least one field.");
        }

        foreach (var (name, value) in pattern)
        {
            parsed.Add(name, value);
        }

        return parsed;
    }

    /// <summary>Whether the event, envelope included, matches.</summary>
    public bool Matches(JsonObject json) =>
        nested.All(field => MatchesNested(field.Value, json[field.Key]))
        && fields.All(field => MatchesField(field.Value, json, field.Key))
        && (alternatives.Count == 0 || alternatives.Exists(alternative => alternative.Matches(json)));

    /// <summary>Whether no event without this field can match.</summary>
    internal bool Requires(params ReadOnlySpan<string> path)
    {
        if (path.Length == 1)
        {
            if (fields.TryGetValue(path[0], out var entries))
            {
                return !Array.Exists(entries, matches => matches(null));
            }
        }
        else if (nested.TryGetValue(path[0], out var inner) && inner.Requires(path[1..]))
        {
            return true;
        }

        foreach (var alternative in alternatives)
        {
            if (!alternative.Requires(path))
            {
                return false;
            }
        }

        return alternatives.Count > 0;
    }

    private static bool MatchesNested(EventPattern pattern, JsonNode? value) => value switch
    {
        JsonObject inner => pattern.Matches(inner),
        JsonArray { Count: > 0 } list => list.Any(item => MatchesNested(pattern, item)),
        // Nothing there, or no object: only a pattern that asks for absence can hold.
        _ => pattern.Matches([]),
    };

    private static bool MatchesField(Func<JsonValueView?, bool>[] entries, JsonObject json, string name) =>
        json.TryGetPropertyValue(name, out var value)
            ? Scalars(value).DefaultIfEmpty(null).Any(scalar => Array.Exists(entries, matches => matches(scalar)))
            : Array.Exists(entries, matches => matches(null));

    /// <summary>The values that an event's field offers: each of an array's; none of an object, which is no leaf.</summary>
    private static IEnumerable<JsonValueView?> Scalars(JsonNode? value) => value switch
    {
        JsonArray list => list.SelectMany(Scalars),
        JsonObject => [],
        _ => [JsonValueView.Of(value)],
    };

    private void Add(string name, JsonNode? value)
    {
        switch (name, value)
        {
            case ("$or", JsonArray { Count: > 1 } list) when list.All(item => item is JsonObject):
                alternatives.AddRange(list.Select(item => Parse((JsonObject)item!)));
                break;
            case (_, JsonArray { Count: > 0 } entries):
                fields[name] = [.. entries.Select(Comparison.Parse)];
                break;
            case (_, JsonObject inner):
                nested[name] = Parse(inner);
                break;
            default:
                throw new FormatException($"\"{name}\" must be an object or a non-empty array.");
        }
    }
}
