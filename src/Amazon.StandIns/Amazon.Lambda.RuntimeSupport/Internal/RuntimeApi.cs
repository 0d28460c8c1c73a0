using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Amazon.Lambda.RuntimeSupport.Internal;

/// <summary>Lambda's Runtime API, version 2018-06-01.</summary>
internal sealed class RuntimeApi : IDisposable
{
    // A proxy of the environment is for the way out; this API is on the same machine. No timeout: the process is frozen
    // while it waits for an invocation, for hours if need be.
    private readonly HttpClient _http =
        new(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false }, disposeHandler: true)
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };

    private RuntimeApi(string host)
    {
        _http.BaseAddress = new Uri($"http://{host}/2018-06-01/runtime/");
        _http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("kmsguard-stand-ins", "0.1.0"));
    }

    /// <exception cref="InvalidOperationException">The process was not started by Lambda.</exception>
    public static RuntimeApi OfEnvironment() =>
        Environment.GetEnvironmentVariable("AWS_LAMBDA_RUNTIME_API") is { Length: > 0 } host
            ? new RuntimeApi(host)
            : throw new InvalidOperationException(
                "AWS_LAMBDA_RUNTIME_API is not set: this program runs in AWS Lambda, or against an emulator of its Runtime API.");

    public async Task<Invocation> NextAsync(CancellationToken cancellationToken)
    {
        var answer = await _http.GetAsync(new Uri("invocation/next", UriKind.Relative), cancellationToken);
        answer.EnsureSuccessStatusCode();
        return new Invocation(answer, await answer.Content.ReadAsStreamAsync(cancellationToken));
    }

    public Task RespondAsync(Invocation invocation, Stream response) =>
        PostAsync($"invocation/{invocation.RequestId}/response", new StreamContent(response), null, invocation.InvocationId);

    public Task ErrorAsync(Invocation invocation, Exception trouble) =>
        PostAsync($"invocation/{invocation.RequestId}/error", Json(trouble), trouble.GetType().Name, invocation.InvocationId);

    public Task InitErrorAsync(Exception trouble) => PostAsync("init/error", Json(trouble), trouble.GetType().Name, null);

    public void Dispose() => _http.Dispose();

    private static ByteArrayContent Json(Exception trouble) =>
        new(JsonSerializer.SerializeToUtf8Bytes(ErrorDocument.Of(trouble), ErrorJson.Default.ErrorDocument));

    private async Task PostAsync(string path, HttpContent content, string errorType, string invocationId)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (errorType is not null)
            request.Headers.Add("Lambda-Runtime-Function-Error-Type", errorType);
        if (invocationId is not null)
            request.Headers.Add("Lambda-Runtime-Invocation-Id", invocationId);

        using var answer = await _http.SendAsync(request);
        if (answer.IsSuccessStatusCode)
            return;

        var refusal = $"The Runtime API answered {(int)answer.StatusCode} to {path}: {await answer.Content.ReadAsStringAsync()}";

        // "Container error. Non-recoverable state. Runtime should exit promptly." Anything else concerns this invocation alone.
        if (answer.StatusCode == HttpStatusCode.InternalServerError)
            throw new HttpRequestException(refusal, null, answer.StatusCode);
        await Console.Error.WriteLineAsync(refusal);
    }
}
