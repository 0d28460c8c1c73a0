using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace KmsGuard.Report;

/// <summary>Puts a message into the form that its readers asked for.</summary>
public static class NoticeWriter
{
    // SNS takes 262,144 bytes, attributes counted; a person has stopped reading long before that.
    private const int MaxBodyBytes = 200_000;

    // Amazon Q Developer in chat applications, custom notifications: 8,000 characters of description, 250 of title.
    private const int MaxChatText = 8_000, MaxChatTitle = 250;

    /// <summary>Writes.</summary>
    /// <param name="format">The form.</param>
    /// <param name="subject">One line; made safe here.</param>
    /// <param name="text">The message for people, its outside parts already made safe.</param>
    /// <param name="json">The message for machines.</param>
    /// <param name="attributes">Message attributes; those without a value are left out.</param>
    public static Notice Write(
        MessageFormat format, string subject, string text, Func<string> json, IEnumerable<KeyValuePair<string, string?>> attributes)
    {
        var safeSubject = SafeText.Subject(subject);
        var body = format switch
        {
            MessageFormat.Json => json(),
            MessageFormat.Chat => Chat(safeSubject, text),
            _ => CutToBytes(text),
        };
        var named = attributes
            .Select(attribute => KeyValuePair.Create(attribute.Key, SafeText.OneLine(attribute.Value)))
            .Where(attribute => attribute.Value.Length > 0);
        return new Notice(safeSubject, body, new Dictionary<string, string>(named));
    }

    private static string Chat(string title, string text) => JsonSerializer.Serialize(
        new ChatMessage("1.0", "custom", new ChatContent("client-markdown", Cut(title, MaxChatTitle), Cut(text, MaxChatText))),
        ChatJson.Default.ChatMessage);

    private static string Cut(string text, int max) => text.Length <= max ? text : text[..(max - 4)] + "\n...";

    private static string CutToBytes(string text)
    {
        if (Encoding.UTF8.GetByteCount(text) <= MaxBodyBytes)
        {
            return text;
        }

        // A quarter of the limit in characters is below it in bytes, whatever the characters.
        return Cut(text, MaxBodyBytes / 4);
    }
}

internal sealed record ChatMessage(string Version, string Source, ChatContent Content);

internal sealed record ChatContent(string TextType, string Title, string Description);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ChatMessage))]
internal sealed partial class ChatJson : JsonSerializerContext;
