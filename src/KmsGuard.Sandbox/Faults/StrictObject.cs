using System.Text.Json;

namespace KmsGuard.Sandbox.Faults;

/// <summary>A JSON object that a person wrote, read so that each mistake is told with its place.</summary>
internal sealed class StrictObject
{
    private readonly JsonElement json;
    private readonly string path;

    /// <param name="json">What is to be an object.</param>
    /// <param name="path">Where it stands; empty for the whole document.</param>
    /// <param name="members">The members that it may have.</param>
    /// <exception cref="FormatException">It is no object, or has another member.</exception>
    public StrictObject(JsonElement json, string path, params string[] members)
    {
        (this.json, this.path) = (json, path);
        var name = path.Length == 0 ? "the document" : path;
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw new FormatException($"{name} is {Shown(json)}; it must be an object.");
        }

        if (json.EnumerateObject().FirstOrDefault(member => !members.Contains(member.Name)) is { Value.ValueKind: not JsonValueKind.Undefined } other)
        {
            throw new FormatException($"{name} has a member '{Short(other.Name)}'; it may have {string.Join(", ", members)}.");
        }
    }

    /// <summary>A text that is not empty; null when it is not there.</summary>
    public string? Text(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } value when value.GetString() is { Length: > 0 } text => text,
        _ => throw Wrong(name, "it must be a text that is not empty"),
    };

    /// <summary>A number; null when it is not there.</summary>
    public double? Number(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } value when value.TryGetDouble(out var number) => number,
        _ => throw Wrong(name, "it must be a number"),
    };

    /// <summary>A whole number; null when it is not there.</summary>
    public int? Whole(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } value when value.TryGetInt32(out var number) => number,
        _ => throw Wrong(name, $"it must be a whole number from {int.MinValue} to {int.MaxValue}"),
    };

    /// <summary>The items of a list that must be there.</summary>
    public IEnumerable<JsonElement> Items(string name) => Find(name) switch
    {
        { ValueKind: JsonValueKind.Array } list => list.EnumerateArray(),
        _ => throw Wrong(name, "it must be a list of rules"),
    };

    /// <summary>The refusal of a member.</summary>
    public FormatException Wrong(string name, string wanted) =>
        new($"{(path.Length == 0 ? "" : path + ".")}{name} is {(Find(name) is { } value ? Shown(value) : "missing")}; {wanted}.");

    private JsonElement? Find(string name) => json.TryGetProperty(name, out var value) ? value : null;

    private static string Shown(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        _ => Short(value.GetRawText()),
    };

    // It goes to a terminal.
    private static string Short(string text) =>
        string.Concat((text.Length > 60 ? text[..60] + "..." : text).Select(c => char.IsControl(c) ? '?' : c));
}
