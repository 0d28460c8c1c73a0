using System.Text.Json;

namespace KmsGuard.Detect;

/// <summary>Reads JSON from outside without trusting its shape: what is missing or of another type is null.</summary>
internal static class JsonReading
{
    /// <summary>The element at a path of property names.</summary>
    public static JsonElement? At(this JsonElement element, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
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
            // Half of a surrogate pair: valid JSON, but no text.
            return null;
        }
    }

    /// <summary>The elements of an array at a path; none for anything that is not an array.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement element, params ReadOnlySpan<string> path) =>
        element.At(path) is { ValueKind: JsonValueKind.Array } found ? found.EnumerateArray() : [];
}
