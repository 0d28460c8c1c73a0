using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using KmsGuard.Sandbox.Wire;

namespace KmsGuard.Sandbox.Sns;

/// <summary>Reads <c>MessageAttributes.entry.N</c> and refuses what SNS refuses.</summary>
internal static class SnsAttributes
{
    public static Dictionary<string, SnsAttribute> Read(JsonObject input)
    {
        var attributes = new Dictionary<string, SnsAttribute>(StringComparer.Ordinal);
        for (var n = 1; input.Any(f => f.Key.StartsWith($"MessageAttributes.entry.{n}.", StringComparison.Ordinal)); n++)
        {
            var entry = $"MessageAttributes.entry.{n}.";
            var name = input.Text(entry + "Name") ?? "";
            var type = input.Text(entry + "Value.DataType") ?? "";
            var value = input.Text(entry + (IsBinary(type) ? "Value.BinaryValue" : "Value.StringValue")) ?? "";
            Check(name, type, value);
            if (!attributes.TryAdd(name, new(type, value)))
            {
                throw Invalid($"Invalid parameter: Message attribute name '{name}' already exists.", "InvalidParameter");
            }
        }

        return attributes;
    }

    /// <summary>What the attributes add to a message's size: names, types and values, in bytes.</summary>
    public static int Size(IReadOnlyDictionary<string, SnsAttribute> attributes) => attributes.Sum(attribute =>
        Encoding.UTF8.GetByteCount(attribute.Key)
        + Encoding.UTF8.GetByteCount(attribute.Value.DataType)
        + (IsBinary(attribute.Value.DataType)
            ? Convert.FromBase64String(attribute.Value.Value).Length
            : Encoding.UTF8.GetByteCount(attribute.Value.Value)));

    private static void Check(string name, string type, string value)
    {
        if (name is { Length: 0 or > 256 }
            || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.')
            || name.StartsWith('.') || name.EndsWith('.') || name.Contains("..", StringComparison.Ordinal))
        {
            throw Invalid($"Invalid parameter: The message attribute name '{name}' is invalid.", "InvalidParameter");
        }

        if (type.Length == 0)
        {
            throw Invalid($"The message attribute '{name}' must contain non-empty message attribute type.");
        }

        if (type.Split('.')[0] is not ("String" or "Number" or "Binary"))
        {
            throw Invalid(
                $"The message attribute '{name}' has an invalid message attribute type, "
                + "the set of supported type prefixes is Binary, Number, and String.");
        }

        if (value.Length == 0)
        {
            throw Invalid(
                $"The message attribute '{name}' must contain non-empty message attribute value "
                + $"for message attribute type '{type}'.");
        }

        if (!Fits(type, value))
        {
            throw Invalid($"Could not cast message attribute '{name}' value to {type.Split('.')[0].ToLowerInvariant()}.");
        }
    }

    private static bool Fits(string type, string value) => type switch
    {
        "String.Array" => IsArray(value),
        _ when IsBinary(type) => Convert.TryFromBase64String(value, new byte[value.Length], out _),
        _ when type.StartsWith("Number", StringComparison.Ordinal) =>
            double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number),
        _ => true,
    };

    private static bool IsBinary(string type) => type.Split('.')[0] == "Binary";

    private static bool IsArray(string value)
    {
        try
        {
            using var json = JsonDocument.Parse(value);
            return json.RootElement.ValueKind == JsonValueKind.Array
                && json.RootElement.EnumerateArray().All(
                    item => item.ValueKind is not (JsonValueKind.Array or JsonValueKind.Object));
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static AwsException Invalid(string message, string code = "ParameterValueInvalid") => new(code, message);
}
