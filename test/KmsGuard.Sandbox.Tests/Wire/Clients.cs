using Amazon.KeyManagementService;
using Amazon.Runtime;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using Amazon.SimpleNotificationService;

namespace KmsGuard.Sandbox.Tests.Wire;

/// <summary>The SDK's own clients, pointed at a sandbox.</summary>
internal static class Clients
{
    private static readonly BasicAWSCredentials Home = new("AKIAEXAMPLE", "secret");

    public static AmazonKeyManagementServiceClient KmsClient(
        this AwsSandbox aws, AWSCredentials? credentials = null, string region = "us-east-1") =>
        new(credentials ?? Home, Point<AmazonKeyManagementServiceConfig>(aws, region));

    public static AmazonSecurityTokenServiceClient StsClient(
        this AwsSandbox aws, AWSCredentials? credentials = null, string region = "us-east-1") =>
        new(credentials ?? Home, Point<AmazonSecurityTokenServiceConfig>(aws, region));

    public static AmazonSimpleNotificationServiceClient SnsClient(
        this AwsSandbox aws, AWSCredentials? credentials = null, string region = "us-east-1") =>
        new(credentials ?? Home, Point<AmazonSimpleNotificationServiceConfig>(aws, region));

    public static SessionAWSCredentials Session(this Credentials issued) =>
        new(issued.AccessKeyId, issued.SecretAccessKey, issued.SessionToken);

    private static T Point<T>(AwsSandbox aws, string region)
        where T : ClientConfig, new() =>
        new() { ServiceURL = aws.Endpoint.ToString(), AuthenticationRegion = region, MaxErrorRetry = 0 };
}
