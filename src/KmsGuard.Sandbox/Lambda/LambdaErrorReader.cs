using System.Text.Json;
using System.Text.Json.Nodes;
using KmsGuard.Sandbox.Wire;

namespace KmsGuard.Sandbox.Lambda;

/// <summary>Reads what a function posts as its error: <c>{"errorMessage","errorType","stackTrace"}</c>.</summary>
internal static class LambdaErrorReader
{
    /// <param name="body">As posted; taken as the message when it is no such object, since Lambda takes any body.</param>
    /// <param name="headerType">The header Lambda-Runtime-Function-Error-Type; null when absent.</param>
    public static LambdaError Read(string body, string? headerType)
    {
        var error = Parse(body);
        return new(
            error?.Text("errorType") ?? headerType ?? "Unhandled",
            error?.Text("errorMessage") ?? body,
            error?["stackTrace"] is JsonArray lines ? [.. lines.Select(line => line?.ToString() ?? "")] : []);
    }

    private static JsonObject? Parse(string body)
    {
        try
        {
            return JsonNode.Parse(body, documentOptions: new() { AllowDuplicateProperties = false }) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
