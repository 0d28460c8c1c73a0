using System.Text.Json.Serialization;

namespace Amazon.Lambda.CloudWatchEvents;

/// <summary>The envelope of every EventBridge event, as in the EventBridge user guide's "AWS service event structure".</summary>
/// <remarks>Only <c>detail-type</c> names its JSON property; the others need a reader that ignores case, as Amazon's serializer does.</remarks>
/// <typeparam name="T">The detail, which source and detail type together define.</typeparam>
public class CloudWatchEvent<T>
{
    /// <summary>"0" in every event.</summary>
    public string Version { get; set; }

    public string Account { get; set; }

    public string Region { get; set; }

    public T Detail { get; set; }

    [JsonPropertyName("detail-type")]
    public string DetailType { get; set; }

    /// <summary>Who sent it: <c>aws.</c> and the service's name for AWS's own events.</summary>
    public string Source { get; set; }

    /// <summary>UTC, as the source gave it; it can be well before the event arrives.</summary>
    public DateTime Time { get; set; }

    public string Id { get; set; }

    /// <summary>ARNs of what the event is about; often empty, always for CloudTrail's.</summary>
    public List<string> Resources { get; set; }
}
