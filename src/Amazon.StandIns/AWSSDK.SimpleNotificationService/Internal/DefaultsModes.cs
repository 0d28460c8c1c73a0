using Amazon.Runtime;

namespace Amazon.SimpleNotificationService.Internal;

/// <summary>The timeouts of the SDK's defaults modes, from "Smart configuration defaults" of the AWS SDKs and Tools guide.</summary>
internal static class DefaultsModes
{
    public static IEnumerable<IDefaultConfiguration> All { get; } =
    [
        Mode(DefaultConfigurationMode.Standard, 3.1),
        Mode(DefaultConfigurationMode.InRegion, 1.1),
        Mode(DefaultConfigurationMode.CrossRegion, 3.1),
        Mode(DefaultConfigurationMode.Mobile, 30),
        Mode(DefaultConfigurationMode.Auto, 1.1),
    ];

    private static DefaultConfiguration Mode(DefaultConfigurationMode name, double seconds) => new()
    {
        Name = name,
        RetryMode = RequestRetryMode.Standard,
        S3UsEast1RegionalEndpoint = S3UsEast1RegionalEndpointValue.Regional,
        ConnectTimeout = TimeSpan.FromSeconds(seconds),
        TlsNegotiationTimeout = TimeSpan.FromSeconds(seconds),
    };
}
