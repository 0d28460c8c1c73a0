using Amazon.Runtime;
using Amazon.SimpleNotificationService.Model;

namespace Amazon.SimpleNotificationService;

/// <summary>Amazon SNS, as far as notices need it. Amazon's interface has every operation: call it, do not implement it.</summary>
public interface IAmazonSimpleNotificationService : IAmazonService, IDisposable
{
    /// <summary>Publishes a message to a topic.</summary>
    /// <exception cref="AmazonSimpleNotificationServiceException">SNS refused it; the error code says why.</exception>
    Task<PublishResponse> PublishAsync(PublishRequest request, CancellationToken cancellationToken = default);

    static ClientConfig IAmazonService.CreateDefaultClientConfig() => new AmazonSimpleNotificationServiceConfig();

    static IAmazonService IAmazonService.CreateDefaultServiceClient(AWSCredentials awsCredentials, ClientConfig clientConfig) =>
        new AmazonSimpleNotificationServiceClient(awsCredentials, (AmazonSimpleNotificationServiceConfig)clientConfig);
}
