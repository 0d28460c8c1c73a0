namespace KmsGuard.Aws.Http;

/// <summary>
/// Bounds one HTTP attempt, its body included: the SDK's own time-out ends with the headers.
/// </summary>
internal sealed class AttemptTimeoutHandler(TimeSpan timeout, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    // ListKeys with 1,000 keys, the longest answer asked for, is about 200 KB.
    private const int LongestAnswer = 8 * 1024 * 1024;

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        HttpResponseMessage? response = null;
        try
        {
            response = await base.SendAsync(request, limit.Token);
            await response.Content.LoadIntoBufferAsync(LongestAnswer, limit.Token);
            return response;
        }
        catch (Exception e)
        {
            response?.Dispose();
            if (e is OperationCanceledException && !cancellationToken.IsCancellationRequested)
            {
                // An HttpRequestException, because that is what the SDK tries again.
                throw new HttpRequestException(
                    $"No answer within {timeout.TotalSeconds:0.#} seconds.", new TimeoutException(e.Message, e));
            }

            throw;
        }
    }
}
