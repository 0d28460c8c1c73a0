using System.Text.Json;

namespace KmsGuard.Detect;

/// <summary>Reads JSON from outside without trusting its shape: what is missing or of another type is null.</summary>
public static class JsonReading
{
    /// <summary>The element at a path of property names.</summary>
    public static JsonElement? At(this JsonElement element, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (element.ValueKind != JsonValueKind.Object || !TryFind(element, name, out element))
            {
                return null;
            }
        }

        return element;
    }

    /// <summary>The text at a path; null for anything that is not a text, and for an empty one.</summary>
    public static string? Text(this JsonElement element, params ReadOnlySpan<string> path) =>
        element.At(path) is { } found ? found.Text() : null;

    /// <summary>The element's text; null for anything that is not a text, and for an empty one.</summary>
    public static string? Text(this JsonElement element)
    {
        try
        {
            return element.ValueKind == JsonValueKind.String && element.GetString() is { Length: > 0 } text ? text : null;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, or no UTF-8: valid JSON to .NET, but no text.
            return null;
        }
    }

    /// <summary>The elements of an array at a path; none for anything that is not an array.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement element, params ReadOnlySpan<string> path) =>
        element.At(path) is { ValueKind: JsonValueKind.Array } found ? found.EnumerateArray() : [];

    private static bool TryFind(JsonElement element, string name, out JsonElement found)
    {
        try
        {
            return element.TryGetProperty(name, out found);
        }
        catch (InvalidOperationException)
        {
            // Another member's name is half of a surrogate pair, or no UTF-8: it is not the one that is looked for.
            found = element.EnumerateObject().LastOrDefault(member => Is(member, name)).Value;
            return found.ValueKind != JsonValueKind.Undefined;
        }
    }

    private static bool Is(JsonProperty member, string name)
    {
        try
        {
            return member.NameEquals(name);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
