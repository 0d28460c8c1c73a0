using System.Globalization;
using System.Text;

namespace KmsGuard.Aws;

/// <summary>Text from outside made fit for one line of a log, a terminal or a mail.</summary>
internal static class Printable
{
    /// <summary>One line without control, formatting or broken characters, at most <paramref name="length"/> long.</summary>
    public static string Line(string? text, int length)
    {
        var line = new StringBuilder();
        foreach (var rune in (text ?? "").EnumerateRunes())
        {
            // Direction marks and zero-width characters are formatting: they make a line read as what it is not.
            var shown = Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator
                or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
            if (!shown && (line.Length == 0 || line[^1] == ' '))
            {
                continue;
            }

            line.Append(shown ? rune : new Rune(' '));
            if (line.Length > length)
            {
                // Not between the two halves of a character.
                line.Length = char.IsHighSurrogate(line[length - 2]) ? length - 2 : length - 1;
                return line.Append('…').ToString();
            }
        }

        return line.ToString().TrimEnd();
    }
}
