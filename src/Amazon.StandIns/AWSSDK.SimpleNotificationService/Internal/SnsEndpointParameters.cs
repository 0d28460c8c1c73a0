using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Util;

namespace Amazon.SimpleNotificationService.Internal;

/// <summary>What decides an SNS endpoint, under the names of AWS's endpoint rules.</summary>
internal static class SnsEndpointParameters
{
    public const string Region = "Region";
    public const string UseFips = "UseFIPS";
    public const string UseDualStack = "UseDualStack";
    public const string Endpoint = "Endpoint";

    /// <param name="config">Its ServiceURL already counts AWS_ENDPOINT_URL_SNS and AWS_ENDPOINT_URL.</param>
    /// <param name="alternate">The Region of this one request; null for the client's own.</param>
    public static EndpointParameters Of(IClientConfig config, RegionEndpoint alternate) => new()
    {
        [Region] = (alternate ?? config.RegionEndpoint ?? RegionOf(config.ServiceURL))?.SystemName,
        [UseFips] = config.UseFIPSEndpoint,
        [UseDualStack] = config.UseDualstackEndpoint,
        [Endpoint] = config.ServiceURL,
    };

    private static RegionEndpoint RegionOf(string url) =>
        string.IsNullOrEmpty(url) ? null : RegionEndpoint.GetBySystemName(AWSSDKUtils.DetermineRegion(url));
}
