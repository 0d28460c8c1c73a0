using System.Text.Json.Nodes;

namespace KmsGuard.Sandbox.Wire;

/// <summary>Reading parameters whose JSON type nobody has checked.</summary>
internal static class JsonInput
{
    /// <summary>A parameter as text; null when it is absent or of another type.</summary>
    public static string? Text(this JsonObject input, string name) =>
        input[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
