using Amazon.Runtime.Internal;

namespace Amazon.SimpleNotificationService.Internal;

/// <summary>The service's names, for the SDK's user agent and telemetry.</summary>
internal sealed class SnsMetadata : IServiceMetadata
{
    public string ServiceId => AmazonSimpleNotificationServiceConfig.ServiceId;

    public IDictionary<string, string> OperationNameMapping { get; } = new Dictionary<string, string>();
}
