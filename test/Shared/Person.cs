using Amazon.KeyManagementService;
using Amazon.Runtime;
using KmsGuard.Sandbox;

namespace KmsGuard.Testing;

/// <summary>Somebody with all rights and the real SDK.</summary>
internal static class Person
{
    public static AmazonKeyManagementServiceClient In(AwsSandbox sandbox, string region = "us-east-1") => new(
        new BasicAWSCredentials("AKIAPERSON", "secret"),
        new AmazonKeyManagementServiceConfig { ServiceURL = sandbox.Endpoint.ToString(), AuthenticationRegion = region });
}
