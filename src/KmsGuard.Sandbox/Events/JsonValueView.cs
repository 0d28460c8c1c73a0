using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace KmsGuard.Sandbox.Events;

/// <summary>
/// A JSON scalar as EventBridge compares it: by kind and character by character, so that 300 and 300.0 differ.
/// </summary>
/// <param name="Kind">String, Number, True, False or Null.</param>
/// <param name="Text">A string without its quotes; anything else as it is written.</param>
internal sealed record JsonValueView(JsonValueKind Kind, string Text)
{
    /// <summary>The value of a number; null for anything else.</summary>
    public double? Number => Kind == JsonValueKind.Number
        && double.TryParse(Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    public static JsonValueView Of(JsonNode? node) => node switch
    {
        null => new(JsonValueKind.Null, "null"),
        _ when node.GetValueKind() == JsonValueKind.String => new(JsonValueKind.String, node.GetValue<string>()),
        _ => new(node.GetValueKind(), node.ToJsonString()),
    };
}
