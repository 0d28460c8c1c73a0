namespace KmsGuard.Aws.Http;

/// <summary>
/// Takes answers of KMS only. Operations without a result are done at any 200: the SDK does not look at the body, were it
/// a proxy's login page.
/// </summary>
internal sealed class KmsAnswerHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if (response.IsSuccessStatusCode && !response.Headers.Contains("x-amzn-RequestId"))
        {
            response.Dispose();
            throw new HttpRequestException("The answer has no x-amzn-RequestId, so it is not KMS's: is there a proxy in between?");
        }

        return response;
    }
}
