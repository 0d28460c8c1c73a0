using System.Text;

namespace KmsGuard.Cli.Help;

/// <summary>Lays out text by a width: paragraphs, and lists of names with what they mean.</summary>
internal static class Columns
{
    private const int Widest = 32;

    /// <summary>Adds a paragraph.</summary>
    public static void Paragraph(StringBuilder text, string words, int width, int indent = 0)
    {
        foreach (var line in Wrap(words, width - indent))
        {
            text.Append(' ', indent).Append(line).Append('\n');
        }
    }

    /// <summary>Adds a list in two columns; a name that is too long for its column stands on a line of its own.</summary>
    public static void List(StringBuilder text, IReadOnlyList<(string Name, string Meaning)> rows, int width)
    {
        var names = Math.Min(rows.Max(row => row.Name.Length), Math.Min(Widest, width / 2)) + 4;
        foreach (var (name, meaning) in rows)
        {
            text.Append("  ").Append(name);
            var at = name.Length + 2;
            foreach (var line in Wrap(meaning, width - names))
            {
                if (at > names - 2)
                {
                    text.Append('\n');
                    at = 0;
                }

                text.Append(' ', names - at).Append(line).Append('\n');
                at = 0;
            }
        }
    }

    // A word that is longer than a line stays whole: it may be one to copy.
    private static IEnumerable<string> Wrap(string words, int width)
    {
        var line = new StringBuilder();
        foreach (var word in words.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line.ToString();
                line.Clear();
            }

            line.Append(line.Length > 0 ? " " : "").Append(word);
        }

        yield return line.ToString();
    }
}
