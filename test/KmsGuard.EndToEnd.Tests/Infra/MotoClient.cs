using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace KmsGuard.EndToEnd.Tests.Infra;

/// <summary>Asks moto over AWS's own protocols what there is. Moto reads the service and the Region off a signature that it does not check.</summary>
internal sealed class MotoClient(Uri endpoint) : IDisposable
{
    private readonly HttpClient http = new() { BaseAddress = endpoint, Timeout = TimeSpan.FromMinutes(10) };

    /// <summary>Where moto is; ends with a slash.</summary>
    public Uri Endpoint => endpoint;

    /// <summary>Calls an operation of a service that speaks JSON, such as AWSEvents.ListRules.</summary>
    public async Task<JsonObject> JsonAsync(string service, string region, string target, JsonObject? input = null)
    {
        using var request = Signed(HttpMethod.Post, "/", service, region);
        request.Headers.Add("X-Amz-Target", target);
        request.Content = new StringContent((input ?? []).ToJsonString(), new MediaTypeHeaderValue("application/x-amz-json-1.1"));
        var answer = await SendAsync(request);
        // Some operations have nothing to say.
        return answer.Length == 0 ? [] : (JsonObject)JsonNode.Parse(answer)!;
    }

    /// <summary>Reads a resource of a service with paths, such as Lambda.</summary>
    public async Task<JsonObject> RestAsync(string service, string region, string path)
    {
        using var request = Signed(HttpMethod.Get, path, service, region);
        return (JsonObject)JsonNode.Parse(await SendAsync(request))!;
    }

    /// <summary>Calls an operation of a service that speaks AWS's query protocol; elements come without their namespace.</summary>
    public async Task<XElement> QueryAsync(string service, string region, string action, params (string Name, string Value)[] input)
    {
        using var request = Signed(HttpMethod.Post, "/", service, region);
        request.Content = new FormUrlEncodedContent(
            input.Append(("Action", action)).ToDictionary(parameter => parameter.Item1, parameter => parameter.Item2));
        var answer = XElement.Parse(await SendAsync(request));
        foreach (var element in answer.DescendantsAndSelf())
        {
            element.Name = element.Name.LocalName;
        }

        return answer;
    }

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    private static HttpRequestMessage Signed(HttpMethod method, string path, string service, string region)
    {
        var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        request.Headers.TryAddWithoutValidation(
            "Authorization", $"AWS4-HMAC-SHA256 Credential=test/20260101/{region}/{service}/aws4_request, SignedHeaders=host, Signature=0");
        return request;
    }

    private async Task<string> SendAsync(HttpRequestMessage request)
    {
        using var response = await http.SendAsync(request);
        var body = await response.Content.ReadAsStringAsync();
        response.IsSuccessStatusCode.ShouldBeTrue(body);
        return body;
    }
}
