using System.Globalization;
using System.Text;

namespace KmsGuard.Report;

/// <summary>Makes text from outside fit to be shown: descriptions, tags, aliases and user agents are whatever somebody wrote.</summary>
public static class SafeText
{
    private const string Mark = "...";

    /// <summary>One line: control, format and line-separating characters (bidirectional overrides among them) become one
    /// space, and what is too long is cut with a mark.</summary>
    /// <param name="text">Text from outside; null gives an empty line.</param>
    /// <param name="max">The longest it may be, in UTF-16 units.</param>
    public static string OneLine(string? text, int max = 256)
    {
        // Most text is safe as it is: of a hundred thousand keys' names no second copy is kept.
        if (text?.Length <= max && !text.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            return text.Trim();
        }

        var safe = new StringBuilder();
        foreach (var rune in (text ?? "").EnumerateRunes())
        {
            if (IsPlain(rune) && (rune.Value != ' ' || safe.Length > 0))
            {
                safe.Append(rune);
            }
            else if (safe.Length > 0 && safe[^1] != ' ')
            {
                safe.Append(' ');
            }

            if (safe.Length > max)
            {
                return Shorten(safe.ToString(), max);
            }
        }

        return safe.ToString().Trim();
    }

    /// <summary>A subject for SNS: ASCII, at most 99 characters, no control characters; others become question marks.</summary>
    public static string Subject(string text)
    {
        var ascii = string.Concat(OneLine(text, 1024).EnumerateRunes().Select(rune => rune.IsAscii ? rune.ToString() : "?"));
        return ascii.Length <= 99 ? ascii : string.Concat(ascii.AsSpan(0, 99 - Mark.Length), Mark);
    }

    /// <summary>Text that is safe already, cut with a mark where it is longer than that many UTF-16 units.</summary>
    public static string Cut(string text, int max) => text.Length <= max ? text : Shorten(text, max);

    private static bool IsPlain(Rune rune) => rune.Value == ' ' || Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);

    private static string Shorten(string text, int max)
    {
        var keep = max - Mark.Length;
        return text[..(char.IsHighSurrogate(text[keep - 1]) ? keep - 1 : keep)].TrimEnd() + Mark;
    }
}
