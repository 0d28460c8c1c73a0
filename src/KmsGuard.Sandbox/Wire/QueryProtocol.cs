using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace KmsGuard.Sandbox.Wire;

/// <summary>The AWS query protocol, which SNS and STS speak: form fields in, XML out.</summary>
/// <param name="ns">The service's XML namespace.</param>
internal sealed class QueryProtocol(XNamespace ns) : IAwsProtocol
{
    /// <summary>The fields as they were sent, such as <c>Tags.member.1.Key</c>, without Action and Version.</summary>
    public async Task<(string Operation, JsonObject Input)> ReadAsync(HttpRequest request)
    {
        IEnumerable<KeyValuePair<string, StringValues>> fields;
        try
        {
            fields = request.HasFormContentType
                ? await request.ReadFormAsync(request.HttpContext.RequestAborted)
                : request.Query;
        }
        catch (InvalidDataException exception)
        {
            throw new AwsException("MalformedQueryString", exception.Message);
        }

        var input = new JsonObject();
        foreach (var (name, value) in fields)
        {
            input[name] = value.ToString();
        }

        var operation = input.Text("Action");
        input.Remove("Action");
        input.Remove("Version");
        return operation is { Length: > 0 }
            ? (operation, input)
            : throw new AwsException("MissingAction", "The request is missing an action: send one as the form field Action.");
    }

    public Task WriteAsync(HttpResponse response, AwsRequest request, JsonObject? answer) =>
        WriteAsync(response, request.Id, HttpStatusCode.OK, new XElement(
            ns + $"{request.Operation}Response",
            new XElement(ns + $"{request.Operation}Result", Elements(answer)),
            new XElement(ns + "ResponseMetadata", new XElement(ns + "RequestId", request.Id))));

    public Task WriteAsync(HttpResponse response, string requestId, AwsException error) =>
        WriteAsync(response, requestId, error.Status, new XElement(
            ns + "ErrorResponse",
            new XElement(
                ns + "Error",
                new XElement(ns + "Type", (int)error.Status < 500 ? "Sender" : "Receiver"),
                new XElement(ns + "Code", error.Code),
                new XElement(ns + "Message", Writable(error.Message))),
            new XElement(ns + "RequestId", requestId)));

    private static async Task WriteAsync(HttpResponse response, string requestId, HttpStatusCode status, XElement body)
    {
        var bytes = Encoding.UTF8.GetBytes(body.ToString());
        response.StatusCode = (int)status;
        response.Headers["x-amzn-RequestId"] = requestId;
        response.ContentType = "text/xml";
        response.ContentLength = bytes.Length;
        await response.Body.WriteAsync(bytes);
    }

    private IEnumerable<XElement> Elements(JsonObject? value) =>
        value?.Select(field => new XElement(ns + field.Key, Content(field.Value))) ?? [];

    private object? Content(JsonNode? value) => value switch
    {
        JsonObject nested => Elements(nested),
        JsonArray list => list.Select(item => new XElement(ns + "member", Content(item))),
        null => null,
        _ => Writable(value.ToString()),
    };

    /// <summary>XML 1.0 has no way to write some characters, and errors quote what the caller sent.</summary>
    private static string Writable(string text) => string.Concat(text.EnumerateRunes().Select(
        rune => rune.IsBmp && !XmlConvert.IsXmlChar((char)rune.Value) ? "\uFFFD" : rune.ToString()));
}
