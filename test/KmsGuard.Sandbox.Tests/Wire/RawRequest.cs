using System.Net;
using System.Text;

namespace KmsGuard.Sandbox.Tests.Wire;

/// <summary>Requests that no SDK would send.</summary>
internal static class RawRequest
{
    private static readonly HttpClient Http = new();

    public static string Signature(string service, string key = "AKIAEXAMPLE", string region = "us-east-1") =>
        $"AWS4-HMAC-SHA256 Credential={key}/20261101/{region}/{service}/aws4_request, SignedHeaders=host;x-amz-date, Signature=00";

    public static Task<(HttpStatusCode Status, string Body)> JsonAsync(
        AwsSandbox aws, string? authorization, string target, string body) =>
        SendAsync(aws, authorization, new StringContent(body, Encoding.UTF8, "application/x-amz-json-1.1"), target);

    public static Task<(HttpStatusCode Status, string Body)> QueryAsync(
        AwsSandbox aws, string? authorization, params (string Name, string Value)[] fields) =>
        SendAsync(aws, authorization, new FormUrlEncodedContent(fields.ToDictionary(f => f.Name, f => f.Value)), null);

    private static async Task<(HttpStatusCode Status, string Body)> SendAsync(
        AwsSandbox aws, string? authorization, HttpContent content, string? target)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, aws.Endpoint) { Content = content };
        if (authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        if (target is not null)
        {
            request.Headers.Add("X-Amz-Target", target);
        }

        using var response = await Http.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
