using System.Text.Json;
using System.Text.Json.Serialization;

namespace KmsGuard.Report;

/// <summary>A message for Amazon Q Developer in chat applications (Slack, Teams), which drops whatever is not in this form
/// (AWS: "Custom notifications using Amazon Q Developer in chat applications"). The limits are that page's.</summary>
public sealed record ChatContent
{
    private const int MaxTitle = 250, MaxDescription = 8_000, MaxStep = 350, MaxKeyword = 75;

    /// <summary>One line.</summary>
    public required string Title { get; init; }

    /// <summary>The message, in Markdown.</summary>
    public required string Description { get; init; }

    /// <summary>What to do next, a line each; empty for nothing.</summary>
    public IReadOnlyList<string> NextSteps { get; init; } = [];

    /// <summary>Words to find it by; empty for none.</summary>
    public IReadOnlyList<string> Keywords { get; init; } = [];

    /// <summary>Messages of one thread are shown together; null for none.</summary>
    public string? ThreadId { get; init; }

    /// <summary>What kind of event; null for none.</summary>
    public string? EventType { get; init; }

    /// <summary>ARNs that it is about.</summary>
    public IReadOnlyList<string> RelatedResources { get; init; } = [];

    /// <summary>The message as SNS carries it. Whatever came from outside can neither mention people nor make links.</summary>
    public string ToMessage() => JsonSerializer.Serialize(
        new ChatMessage(
            "1.0",
            "custom",
            new(
                "client-markdown",
                SafeText.Cut(Escape(Title), MaxTitle),
                SafeText.Cut(Escape(Description), MaxDescription),
                NextSteps.Count == 0 ? null : [.. NextSteps.Select(step => SafeText.Cut(Escape(step), MaxStep))],
                Keywords.Count == 0 ? null : [.. Keywords.Select(word => SafeText.Cut(Escape(word), MaxKeyword))]),
            new(ThreadId, SafeText.Cut(Escape(Title), MaxTitle), EventType, RelatedResources.Count == 0 ? null : RelatedResources)),
        ChatJson.Default.ChatMessage);

    // Slack: <!channel>, <@user> and <link|text> act; with these three characters escaped, nothing does. Teams makes a link of
    // [text](address).
    private static string Escape(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal)
        .Replace("](", "] (", StringComparison.Ordinal);
}

internal sealed record ChatMessage(string Version, string Source, ChatBody Content, ChatMetadata Metadata);

internal sealed record ChatBody(
    string TextType, string Title, string Description, IReadOnlyList<string>? NextSteps, IReadOnlyList<string>? Keywords);

internal sealed record ChatMetadata(string? ThreadId, string Summary, string? EventType, IReadOnlyList<string>? RelatedResources);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ChatMessage))]
internal sealed partial class ChatJson : JsonSerializerContext;
