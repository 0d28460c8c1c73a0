using System.Globalization;
using System.Text;

namespace KmsGuard.Report;

/// <summary>Makes text from outside fit to be shown: descriptions, tags, aliases and user agents are whatever somebody wrote.</summary>
public static class SafeText
{
    private const string Cut = "...";

    /// <summary>One line: no control, format or line-separating characters (bidirectional overrides among them), cut with a mark.</summary>
    /// <param name="text">Text from outside; null gives an empty line.</param>
    /// <param name="max">The longest it may be, in UTF-16 units.</param>
    public static string OneLine(string? text, int max = 256)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }

        var safe = new StringBuilder(Math.Min(text.Length, max + 8));
        foreach (var rune in text.EnumerateRunes())
        {
            safe.Append(IsPlain(rune) ? rune.ToString() : " ");
            if (safe.Length > max)
            {
                return Shorten(safe, max);
            }
        }

        return safe.ToString().Trim();
    }

    /// <summary>A subject for SNS: ASCII, at most 99 characters, no control characters; others become question marks.</summary>
    public static string Subject(string text)
    {
        var ascii = string.Concat(OneLine(text, 1024).EnumerateRunes().Select(rune => rune.IsAscii ? rune.ToString() : "?"));
        return ascii.Length <= 99 ? ascii : string.Concat(ascii.AsSpan(0, 99 - Cut.Length), Cut);
    }

    private static bool IsPlain(Rune rune) => Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse);

    private static string Shorten(StringBuilder text, int max)
    {
        var keep = max - Cut.Length;
        if (char.IsHighSurrogate(text[keep - 1]))
        {
            keep--;
        }

        return text.ToString(0, keep).Trim() + Cut;
    }
}
