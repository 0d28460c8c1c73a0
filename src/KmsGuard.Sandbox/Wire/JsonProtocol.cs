using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace KmsGuard.Sandbox.Wire;

/// <summary>AWS JSON 1.1, which KMS speaks: the operation in <c>X-Amz-Target</c>, the error code in <c>__type</c>.</summary>
/// <param name="target">What stands before the operation's name, such as <c>TrentService</c>.</param>
internal sealed class JsonProtocol(string target) : IAwsProtocol
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    public async Task<(string Operation, JsonObject Input)> ReadAsync(HttpRequest request)
    {
        var named = request.Headers["X-Amz-Target"].ToString();
        if (!named.StartsWith(target + ".", StringComparison.Ordinal))
        {
            throw new AwsException("UnknownOperationException", $"X-Amz-Target must name an operation of {target}.");
        }

        return (named[(target.Length + 1)..], await ReadObjectAsync(request));
    }

    public AwsException Translate(AwsException error) => error.Code switch
    {
        "MissingAuthenticationToken" => new("MissingAuthenticationTokenException", "Missing Authentication Token", error.Status),
        "IncompleteSignature" => new("IncompleteSignatureException", error.Message, error.Status),
        "InvalidClientTokenId" => new("UnrecognizedClientException", error.Message),
        "ExpiredToken" => new("ExpiredTokenException", error.Message),
        "InternalFailure" => new("KMSInternalException", error.Message, error.Status),
        _ => error,
    };

    public Task WriteAsync(HttpResponse response, AwsRequest request, JsonObject? answer) =>
        WriteAsync(response, request.Id, HttpStatusCode.OK, answer);

    public Task WriteAsync(HttpResponse response, string requestId, AwsException error) =>
        WriteAsync(response, requestId, error.Status, new() { ["__type"] = error.Code, ["message"] = error.Message });

    private static async Task<JsonObject> ReadObjectAsync(HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, request.HttpContext.RequestAborted);
        try
        {
            return body.Length == 0
                ? []
                : JsonNode.Parse(body.GetBuffer().AsSpan(0, (int)body.Length), documentOptions: Strict) as JsonObject
                    ?? throw new JsonException("The body is no object.");
        }
        catch (JsonException)
        {
            throw new AwsException("SerializationException", "The request body is not a JSON object.");
        }
    }

    private static async Task WriteAsync(HttpResponse response, string requestId, HttpStatusCode status, JsonObject? body)
    {
        response.StatusCode = (int)status;
        response.Headers["x-amzn-RequestId"] = requestId;
        if (body is null)
        {
            return;
        }

        var bytes = JsonSerializer.SerializeToUtf8Bytes(body);
        response.ContentType = "application/x-amz-json-1.1";
        response.ContentLength = bytes.Length;
        await response.Body.WriteAsync(bytes);
    }
}
