using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;

namespace Amazon.SimpleNotificationService.Internal;

/// <summary>The step of the SDK's pipeline that gives a request its endpoint.</summary>
internal sealed class SnsEndpointResolver : BaseEndpointResolver
{
    protected override EndpointParameters MapEndpointsParameters(IRequestContext requestContext) =>
        SnsEndpointParameters.Of(requestContext.ClientConfig, requestContext.Request.AlternateEndpoint);
}
