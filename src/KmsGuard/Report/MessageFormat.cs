namespace KmsGuard.Report;

/// <summary>How a notice is written.</summary>
public enum MessageFormat
{
    /// <summary>For people.</summary>
    Text,

    /// <summary>For machines.</summary>
    Json,

    /// <summary>For Amazon Q Developer in chat applications (Slack, Teams): its custom notification schema.</summary>
    Chat,
}
