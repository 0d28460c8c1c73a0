using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.SimpleNotificationService.Internal;
using Amazon.SimpleNotificationService.Model;

namespace Amazon.SimpleNotificationService;

/// <summary>Calls SNS through the SDK's pipeline: its credentials, signer, retries and HTTP client.</summary>
public class AmazonSimpleNotificationServiceClient : AmazonServiceClient, IAmazonSimpleNotificationService
{
    /// <summary>With the credentials and the Region that the SDK finds in the environment.</summary>
    public AmazonSimpleNotificationServiceClient()
        : base(new AmazonSimpleNotificationServiceConfig())
    {
    }

    /// <summary>With the credentials that the SDK finds in the environment.</summary>
    public AmazonSimpleNotificationServiceClient(AmazonSimpleNotificationServiceConfig config)
        : base(config)
    {
    }

    public AmazonSimpleNotificationServiceClient(AWSCredentials credentials, AmazonSimpleNotificationServiceConfig clientConfig)
        : base(credentials, clientConfig)
    {
    }

    protected override IServiceMetadata ServiceMetadata { get; } = new SnsMetadata();

    public virtual Task<PublishResponse> PublishAsync(PublishRequest request, CancellationToken cancellationToken = default)
    {
        var options = new InvokeOptions
        {
            RequestMarshaller = PublishMarshaller.Instance,
            ResponseUnmarshaller = PublishUnmarshaller.Instance,
        };
        return InvokeAsync<PublishResponse>(request, options, cancellationToken);
    }

    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        pipeline.RemoveHandler<EndpointResolver>();
        pipeline.AddHandlerAfter<Marshaller>(new SnsEndpointResolver());
        pipeline.AddHandlerAfter<Marshaller>(new SnsAuthSchemeHandler());
    }
}
