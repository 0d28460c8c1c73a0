using System.Text.Json.Serialization;

namespace Amazon.Lambda.RuntimeSupport.Internal;

/// <summary>An exception as the Runtime API takes it, and as the caller of the function sees it.</summary>
internal sealed record ErrorDocument(string ErrorType, string ErrorMessage, IReadOnlyList<string> StackTrace, ErrorDocument Cause)
{
    public static ErrorDocument Of(Exception trouble) => new(
        trouble.GetType().Name,
        trouble.Message,
        trouble.StackTrace?.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [],
        trouble.InnerException is { } inner ? Of(inner) : null);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ErrorDocument))]
internal sealed partial class ErrorJson : JsonSerializerContext;
