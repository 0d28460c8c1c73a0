using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using KmsGuard.Sandbox.Wire;

namespace KmsGuard.Sandbox.Sns;

/// <summary>A Publish request that meets SNS's rules for messages (Amazon SNS API Reference, Publish).</summary>
internal sealed record SnsPublish(
    string Message, string? Subject, string? Structure, IReadOnlyDictionary<string, SnsAttribute> Attributes)
{
    private const int MaximumBytes = 262_144;
    private const int SubjectLimit = 100;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <exception cref="AwsException">InvalidParameter, ParameterValueInvalid or ValidationError.</exception>
    public static SnsPublish Read(JsonObject input)
    {
        var message = input.Text("Message") ?? throw new AwsException(
            "ValidationError",
            "1 validation error detected: Value null at 'message' failed to satisfy constraint: Member must not be null");
        var subject = input.Text("Subject");
        var structure = input.Text("MessageStructure");
        var attributes = SnsAttributes.Read(input);
        Check(message.Length > 0, "Empty message");
        Check(Encoding.UTF8.GetByteCount(message) + SnsAttributes.Size(attributes) <= MaximumBytes, "Message too long");
        Check(subject is null || (subject.Length is > 0 and < SubjectLimit && !subject.Any(IsBreak)), "Subject");
        Check(structure is null or "json", "MessageStructure");
        if (structure is null)
        {
            return new(message, subject, null, attributes);
        }

        CheckStructure(message);
        return new(message, subject, structure, new Dictionary<string, SnsAttribute>());
    }

    private static bool IsBreak(char c) => char.IsControl(c) || c is '\u2028' or '\u2029';

    private static void CheckStructure(string message)
    {
        JsonDocument json;
        try
        {
            json = JsonDocument.Parse(message, Strict);
        }
        catch (JsonException)
        {
            throw Invalid("Message Structure - JSON message body failed to parse");
        }

        using (json)
        {
            Check(json.RootElement.ValueKind == JsonValueKind.Object, "Message Structure - JSON message body failed to parse");
            Check(
                json.RootElement.TryGetProperty("default", out var text) && text.ValueKind == JsonValueKind.String,
                "Message Structure - No default entry in JSON message body");
        }
    }

    private static void Check(bool holds, string reason)
    {
        if (!holds)
        {
            throw Invalid(reason);
        }
    }

    private static AwsException Invalid(string reason) => new("InvalidParameter", $"Invalid parameter: {reason}");
}
