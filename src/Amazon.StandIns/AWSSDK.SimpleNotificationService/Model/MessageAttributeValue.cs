namespace Amazon.SimpleNotificationService.Model;

/// <summary>A typed value beside a message, on which subscriptions can filter.</summary>
public class MessageAttributeValue
{
    /// <summary>String, String.Array, Number or Binary.</summary>
    public string DataType { get; set; }

    /// <summary>The value of any type but Binary; SNS refuses an empty one.</summary>
    public string StringValue { get; set; }

    public MemoryStream BinaryValue { get; set; }
}
