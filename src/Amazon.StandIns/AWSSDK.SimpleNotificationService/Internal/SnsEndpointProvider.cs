using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal.Endpoints.StandardLibrary;

namespace Amazon.SimpleNotificationService.Internal;

/// <summary>Where SNS is, from the table "Amazon SNS endpoints and quotas" of the AWS General Reference.</summary>
internal sealed class SnsEndpointProvider : IEndpointProvider
{
    /// <exception cref="AmazonClientException">The settings contradict each other, or name no Region.</exception>
    public Endpoint ResolveEndpoint(EndpointParameters parameters)
    {
        var region = parameters[SnsEndpointParameters.Region] as string;
        var fips = parameters[SnsEndpointParameters.UseFips] is true;
        var dualStack = parameters[SnsEndpointParameters.UseDualStack] is true;

        if (parameters[SnsEndpointParameters.Endpoint] is string { Length: > 0 } given)
        {
            return fips || dualStack
                ? throw new AmazonClientException("A custom endpoint decides for itself: do not ask for FIPS or dual-stack as well.")
                : new Endpoint(given);
        }

        if (string.IsNullOrEmpty(region))
            throw new AmazonClientException("Name the Region of SNS: the configuration has neither a Region nor an endpoint.");

        var partition = Fn.Partition(region);
        var suffix = dualStack ? partition.dualStackDnsSuffix : partition.dnsSuffix;

        // GovCloud's ordinary endpoints are its FIPS ones.
        var host = fips && !(partition.name == "aws-us-gov" && !dualStack) ? "sns-fips" : "sns";
        return new Endpoint($"https://{host}.{region}.{suffix}");
    }
}
