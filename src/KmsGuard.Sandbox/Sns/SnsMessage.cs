namespace KmsGuard.Sandbox.Sns;

/// <summary>A message attribute.</summary>
/// <param name="DataType">String, String.Array, Number or Binary, with an optional custom suffix after a dot.</param>
/// <param name="Value">The value; base64 for Binary.</param>
public sealed record SnsAttribute(string DataType, string Value);

/// <summary>A message as a topic's subscribers would get it.</summary>
/// <param name="Id">The MessageId that Publish answered with.</param>
/// <param name="TopicArn">The topic.</param>
/// <param name="Subject">Null when none was given.</param>
/// <param name="Message">The body; a JSON object of bodies per protocol when <paramref name="MessageStructure"/> is json.</param>
/// <param name="MessageStructure">json, or null for plain text.</param>
/// <param name="Attributes">By name; empty when the structure is json, with which SNS sends none.</param>
/// <param name="Publisher">The ARN of whoever published it.</param>
/// <param name="At">When (UTC, the sandbox's clock).</param>
public sealed record SnsMessage(
    string Id,
    string TopicArn,
    string? Subject,
    string Message,
    string? MessageStructure,
    IReadOnlyDictionary<string, SnsAttribute> Attributes,
    string Publisher,
    DateTimeOffset At);
