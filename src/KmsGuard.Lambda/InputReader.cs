using System.Text.Json;
using KmsGuard.Report;

namespace KmsGuard.Lambda;

/// <summary>
/// Reads a function's input field by field and gathers everything that is wrong with it, fields that it does not know
/// among them: a mistyped one must not mean that its default is taken.
/// </summary>
internal sealed class InputReader
{
    private readonly Dictionary<string, JsonElement> fields = new(StringComparer.Ordinal);
    private readonly HashSet<string> known = new(StringComparer.Ordinal);

    public InputReader(JsonElement input)
    {
        if (input.ValueKind != JsonValueKind.Object)
        {
            Problems.Add($"the input is {Kind(input)}; it must be a JSON object, such as {{}}");
            return;
        }

        foreach (var field in input.EnumerateObject())
        {
            if (NameOf(field) is not { } name)
            {
                Problems.Add("a field has a name that is no text");
            }
            else if (!fields.TryAdd(name, field.Value))
            {
                Problems.Add($"'{SafeText.OneLine(name, 60)}' is there twice");
            }
        }
    }

    /// <summary>What is wrong, a line each.</summary>
    public List<string> Problems { get; } = [];

    /// <summary>Null when it is not given, or null, or empty.</summary>
    public string? Text(string name) => Find(name) is not { } value ? null
        : AsText(value) is { } text ? text
        : Refuse<string>(name, value, "a text");

    /// <summary>Empty when it is not given, or null.</summary>
    public IReadOnlyList<string> List(string name)
    {
        if (Find(name) is not { } value)
        {
            return [];
        }

        // An empty entry is refused rather than skipped: a list of nothing would stand for everything. So would commas alone.
        var items = value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().Select(AsText).ToList() : [null];
        return items.TrueForAll(item => item is { Length: > 0 } && !item.Contains(',', StringComparison.Ordinal))
            ? [.. items.Select(item => item!)]
            : Refuse<string[]>(name, value, "a list of texts, none of them empty or with a comma") ?? [];
    }

    /// <summary>False when it is not given, or null.</summary>
    public bool Flag(string name) => Find(name) is { } value
        && (value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : Refuse<bool>(name, value, "true or false"));

    /// <exception cref="InputException">Something was wrong, or there are fields that nobody asked for.</exception>
    public void ThrowIfWrong()
    {
        Problems.AddRange(fields.Keys.Except(known).Select(name =>
            $"'{SafeText.OneLine(name, 60)}' is no field of this input; it takes {string.Join(", ", known)}"));
        if (Problems.Count > 0)
        {
            throw new InputException(Problems);
        }
    }

    private JsonElement? Find(string name)
    {
        known.Add(name);
        return fields.TryGetValue(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
    }

    private T? Refuse<T>(string name, JsonElement value, string wanted)
    {
        Problems.Add($"{name} is {Kind(value)}; it must be {wanted}");
        return default;
    }

    private static string? AsText(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString()!.Trim() : null;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair: valid JSON, but no text.
            return null;
        }
    }

    private static string? NameOf(JsonProperty field)
    {
        try
        {
            return field.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static string Kind(JsonElement value)
    {
        try
        {
            return value.ValueKind is JsonValueKind.Undefined ? "empty" : SafeText.OneLine(value.GetRawText(), 80);
        }
        catch (InvalidOperationException)
        {
            // .NET takes JSON for such that is no UTF-8.
            return "no text";
        }
    }
}
