using System.Text;

namespace KmsGuard.Report;

/// <summary>Puts a message into the form that its readers asked for, within SNS's limits.</summary>
public static class NoticeWriter
{
    // SNS takes 262,144 bytes, attributes counted; a person has stopped reading long before that.
    private const int MaxBodyBytes = 200_000;

    /// <summary>Writes.</summary>
    /// <param name="format">The form.</param>
    /// <param name="subject">One line; made safe here.</param>
    /// <param name="text">The message for people, its outside parts already made safe.</param>
    /// <param name="json">The message for machines.</param>
    /// <param name="attributes">Message attributes; those without a value are left out.</param>
    public static Notice Write(
        MessageFormat format, string subject, string text, Func<string> json, IEnumerable<KeyValuePair<string, string?>> attributes) =>
        Write(subject, format switch
        {
            MessageFormat.Json => json(),
            MessageFormat.Chat => new ChatContent { Title = subject, Description = text }.ToMessage(),
            _ => text,
        }, attributes);

    /// <summary>Writes a message whose body is written already.</summary>
    public static Notice Write(string subject, string body, IEnumerable<KeyValuePair<string, string?>> attributes)
    {
        var named = attributes
            .Select(attribute => KeyValuePair.Create(attribute.Key, SafeText.OneLine(attribute.Value)))
            .Where(attribute => attribute.Value.Length > 0);
        return new Notice(SafeText.Subject(subject), CutToBytes(body), new Dictionary<string, string>(named));
    }

    // A quarter of the limit in characters is below it in bytes, whatever the characters. JSON is kept below by its makers:
    // cut, it would be none.
    private static string CutToBytes(string text) =>
        Encoding.UTF8.GetByteCount(text) <= MaxBodyBytes ? text : SafeText.Cut(text, MaxBodyBytes / 4);
}
