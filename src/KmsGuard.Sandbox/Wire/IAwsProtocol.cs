using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace KmsGuard.Sandbox.Wire;

/// <summary>How a service's requests and answers look on the wire.</summary>
internal interface IAwsProtocol
{
    /// <summary>Reads the operation and its parameters.</summary>
    /// <exception cref="AwsException">The body cannot be read as this protocol's.</exception>
    Task<(string Operation, JsonObject Input)> ReadAsync(HttpRequest request);

    /// <summary>Writes an operation's result; null for an empty one.</summary>
    Task WriteAsync(HttpResponse response, AwsRequest request, JsonObject? answer);

    /// <summary>A refusal that every service shares, by this protocol's name for it; any other as it is.</summary>
    AwsException Translate(AwsException error) => error;

    /// <summary>Writes a refusal.</summary>
    Task WriteAsync(HttpResponse response, string requestId, AwsException error);
}
