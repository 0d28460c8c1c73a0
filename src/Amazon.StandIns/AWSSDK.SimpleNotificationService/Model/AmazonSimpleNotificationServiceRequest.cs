using Amazon.Runtime;

namespace Amazon.SimpleNotificationService.Model;

/// <summary>What every request to SNS derives from.</summary>
public class AmazonSimpleNotificationServiceRequest : AmazonWebServiceRequest;
