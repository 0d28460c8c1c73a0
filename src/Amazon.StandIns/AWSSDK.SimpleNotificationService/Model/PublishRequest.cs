namespace Amazon.SimpleNotificationService.Model;

/// <summary>One message to one topic. What is null is not sent.</summary>
public class PublishRequest : AmazonSimpleNotificationServiceRequest
{
    public PublishRequest()
    {
    }

    public PublishRequest(string topicArn, string message)
    {
        TopicArn = topicArn;
        Message = message;
    }

    public PublishRequest(string topicArn, string message, string subject)
        : this(topicArn, message)
    {
        Subject = subject;
    }

    public string TopicArn { get; set; }

    /// <summary>At most 262,144 bytes of UTF-8, attributes included.</summary>
    public string Message { get; set; }

    /// <summary>Of an e-mail; under 100 characters, without line breaks or control characters.</summary>
    public string Subject { get; set; }

    /// <summary><c>json</c> if the message is an object with a text a protocol; null for one text to all.</summary>
    public string MessageStructure { get; set; }

    /// <summary>Null until it is set, unless AWSConfigs.InitializeCollections, as everywhere in version 4 of the SDK.</summary>
    public Dictionary<string, MessageAttributeValue> MessageAttributes { get; set; } =
        AWSConfigs.InitializeCollections ? [] : null;

    /// <summary>Orders messages of a FIFO topic; on a standard one, SQS queues alone see it.</summary>
    public string MessageGroupId { get; set; }

    /// <summary>FIFO topics only: a message with an id seen within five minutes is accepted and not delivered.</summary>
    public string MessageDeduplicationId { get; set; }
}
