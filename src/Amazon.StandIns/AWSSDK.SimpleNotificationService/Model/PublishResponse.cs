using Amazon.Runtime;

namespace Amazon.SimpleNotificationService.Model;

/// <summary>SNS has the message, and will try to deliver it.</summary>
public class PublishResponse : AmazonWebServiceResponse
{
    public string MessageId { get; set; }

    /// <summary>Of a FIFO topic; null for others.</summary>
    public string SequenceNumber { get; set; }
}
