using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace KmsGuard.EndToEnd.Tests.Infra.Organization;

/// <summary>moto with its interpreter of the Amazon States Language, which is LocalStack's: a second opinion on the definition.</summary>
internal sealed class MotoStates : IAsyncDisposable
{
    private readonly Process process;
    private readonly HttpClient http;

    private MotoStates(Process process, Uri endpoint) => (this.process, http) = (process, new() { BaseAddress = endpoint, Timeout = TimeSpan.FromMinutes(5) });

    /// <summary>Why tests with it are skipped; null when they are not.</summary>
    public static string? SkipReason { get; } = MotoServer.SkipReason ?? Jsonata.SkipReason;

    public static async Task<MotoStates> StartAsync()
    {
        var server = Path.Combine(PublishedFunction.Root, "test", "KmsGuard.EndToEnd.Tests", "Infra", "Organization", "Moto", "server.py");
        var process = Process.Start(new ProcessStartInfo("python3", [server, Path.Combine(Jsonata.Folder, "evaluate.js")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var moto = new MotoStates(process, await MotoServer.ServingAsync(process));
        await moto.PostAsync("/moto-api/config", """{"stepfunctions":{"execute_state_machine":true},"lambda":{"use_docker":false}}""");
        return moto;
    }

    /// <summary>What its functions answer with, one invocation after the other.</summary>
    public Task AnswerAsync(params JsonNode[] answers) => PostAsync(
        "/moto-api/static/lambda-simple/response",
        new JsonObject { ["results"] = new JsonArray([.. answers.Select(answer => (JsonNode)answer.ToJsonString())]) }.ToJsonString());

    /// <summary>Calls an operation of a service with a JSON protocol.</summary>
    public async Task<JsonNode> CallAsync(string service, string target, string version, JsonObject input)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/", UriKind.Relative))
        {
            Content = new StringContent(input.ToJsonString()),
        };
        request.Content.Headers.ContentType = new($"application/x-amz-json-{version}");
        request.Headers.Add("X-Amz-Target", target);
        request.Headers.TryAddWithoutValidation(
            "Authorization", $"AWS4-HMAC-SHA256 Credential=a/20261122/us-east-1/{service}/aws4_request, SignedHeaders=host, Signature=0");
        return await SendAsync(request);
    }

    /// <summary>Calls something else.</summary>
    public async Task<JsonNode> PostAsync(string path, string body, string service = "lambda", string type = "application/json")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative)) { Content = new StringContent(body) };
        request.Content.Headers.ContentType = new(type);
        request.Headers.TryAddWithoutValidation(
            "Authorization", $"AWS4-HMAC-SHA256 Credential=a/20261122/us-east-1/{service}/aws4_request, SignedHeaders=host, Signature=0");
        return await SendAsync(request);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private async Task<JsonNode> SendAsync(HttpRequestMessage request)
    {
        using var answer = await http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        answer.IsSuccessStatusCode.ShouldBeTrue($"{answer.StatusCode}: {text}");
        return text.StartsWith('{') ? JsonSerializer.Deserialize<JsonNode>(text)! : text;
    }
}
