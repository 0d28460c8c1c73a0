using System.Diagnostics.CodeAnalysis;
using System.Net;
using Amazon;
using Amazon.Runtime;

namespace KmsGuard.Aws.Http;

/// <summary>Sets up SDK clients on one pool of connections for the whole process.</summary>
internal static class SharedConnections
{
    private static readonly SocketsHttpHandler Pool = new()
    {
        ConnectTimeout = TimeSpan.FromSeconds(3),
        // AWS moves its endpoints between addresses: look them up again from time to time.
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        // A frozen Lambda wakes up with connections that the far side has closed long ago.
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(50),
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
    };

    /// <summary>Gives a client its Region, endpoint, retries and connections.</summary>
    /// <param name="config">The client's configuration.</param>
    /// <param name="settings">How AWS is reached.</param>
    /// <param name="region">The client's Region.</param>
    /// <param name="wrap">Puts a handler around each attempt; null for none.</param>
    [SuppressMessage("Reliability", "CA2000", Justification = "The handlers own nothing: the pool lives as long as the process.")]
    public static TConfig On<TConfig>(
        this TConfig config, AwsSettings settings, string region, Func<HttpMessageHandler, HttpMessageHandler>? wrap = null)
        where TConfig : ClientConfig
    {
        if (settings.Profile is { } profile)
        {
            config.Profile = new Profile(profile);
        }

        config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        if (settings.EndpointUrl is { } url)
        {
            config.ServiceURL = url;
        }

        // An endpoint, AWS_ENDPOINT_URL's too, makes the SDK forget the Region and sign for us-east-1.
        config.AuthenticationRegion = region;

        config.RetryMode = RequestRetryMode.Standard;
        config.MaxErrorRetry = settings.Retries;
        // Without backoff, so as few as get past the stale connections of a frozen Lambda.
        config.MaxStaleConnectionRetries = 2;
        var attempt = new AttemptTimeoutHandler(settings.AttemptTimeout, settings.Handler ?? Pool);
        config.HttpClientFactory = new Factory(wrap is null ? attempt : wrap(attempt));
        return config;
    }

    private sealed class Factory(HttpMessageHandler handler) : HttpClientFactory
    {
        // A shell over the pool, so one a request costs nothing. No time-out: each attempt has its own.
        public override HttpClient CreateHttpClient(IClientConfig clientConfig) =>
            new(handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };

        // The SDK's cache goes by configuration and would hand one client's counter to another.
        public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

        public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => true;
    }
}
