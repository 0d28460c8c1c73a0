using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.SimpleNotificationService.Internal;
using Amazon.Util.Internal;

namespace Amazon.SimpleNotificationService;

/// <summary>How the SNS client finds and calls the service. Everything but the names is the SDK's.</summary>
public class AmazonSimpleNotificationServiceConfig : ClientConfig
{
    /// <summary>The id by which AWS_ENDPOINT_URL_SNS and the shared config file name the service.</summary>
    private const string Id = "SNS";

    public AmazonSimpleNotificationServiceConfig()
        : base(new DefaultConfigurationProvider(DefaultsModes.All))
    {
        base.ServiceId = Id;
        AuthenticationServiceName = "sns";
        EndpointProvider = new SnsEndpointProvider();
    }

    public static new string ServiceId => Id;

    public override string RegionEndpointServiceName => "sns";

    public override string ServiceVersion => "2010-03-31";

    public override string UserAgent { get; } = InternalSDKUtils.BuildUserAgentString("SNS", "0.1.0");

    public override Runtime.Endpoints.Endpoint DetermineServiceOperationEndpoint(
        Runtime.Endpoints.ServiceOperationEndpointParameters parameters) =>
        EndpointProvider.ResolveEndpoint(SnsEndpointParameters.Of(this, parameters.AlternateEndpoint));
}
