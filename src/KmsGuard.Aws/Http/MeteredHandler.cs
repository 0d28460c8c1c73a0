using System.Net;
using System.Text.Json;
using KmsGuard.Detect;

namespace KmsGuard.Aws.Http;

/// <summary>
/// Paces and counts KMS calls where every attempt passes, the SDK's retries too. The two do not fight: the SDK first
/// waits out its backoff, then the attempt waits for its token here, outside its time-out. A retry so costs a token like
/// any call, and a throttled sweep gets slower, never faster.
/// </summary>
internal sealed class MeteredHandler(
    CallCounter counter, Func<string, CancellationToken, ValueTask> turn, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var operation = OperationOf(request);
        await turn(operation, cancellationToken);
        counter.Called(operation);
        var response = await base.SendAsync(request, cancellationToken);
        if (await IsThrottledAsync(response, cancellationToken))
        {
            counter.WasThrottled();
        }

        // Operations without a result are done at any 200: the SDK does not look at the body, were it a proxy's login page.
        if (response.IsSuccessStatusCode && !response.Headers.Contains("x-amzn-RequestId"))
        {
            response.Dispose();
            throw new HttpRequestException("The answer has no x-amzn-RequestId, so it is not KMS's: is there a proxy in between?");
        }

        return response;
    }

    // X-Amz-Target: TrentService.ListKeys
    private static string OperationOf(HttpRequestMessage request) =>
        request.Headers.TryGetValues("X-Amz-Target", out var target) ? target.First().Split('.')[^1] : "Unknown";

    // The answer is in memory already, and only a refusal is looked at.
    private static async Task<bool> IsThrottledAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.StatusCode is not (HttpStatusCode.BadRequest or HttpStatusCode.TooManyRequests))
        {
            return false;
        }

        try
        {
            using var error = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken));
            return error.RootElement is { ValueKind: JsonValueKind.Object } root
                && root.TryGetProperty("__type", out var type)
                && type.ValueKind == JsonValueKind.String
                && FailureMapping.KindOf(type.GetString()?.Split('#')[^1]) == FailureKind.Throttled;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
