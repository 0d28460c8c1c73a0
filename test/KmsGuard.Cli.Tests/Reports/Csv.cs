using System.Text;

namespace KmsGuard.Cli.Tests.Reports;

/// <summary>Reads CSV by the grammar of RFC 4180, and takes nothing else.</summary>
internal static class Csv
{
    public static List<List<string>> Read(string text)
    {
        var lines = new List<List<string>>();
        for (var at = 0; at < text.Length;)
        {
            List<string> line = [];
            do
            {
                line.Add(Field(text, ref at));
            }
            while (Takes(text, ",", ref at));
            Takes(text, "\r\n", ref at).ShouldBeTrue($"a line ends with CRLF, not at {at}");
            lines.Add(line);
        }

        return lines;
    }

    private static string Field(string text, ref int at)
    {
        var field = new StringBuilder();
        if (!Takes(text, "\"", ref at))
        {
            while (at < text.Length && text[at] is not (',' or '\r' or '\n' or '"'))
            {
                field.Append(text[at++]);
            }

            return field.ToString();
        }

        while (true)
        {
            if (Takes(text, "\"\"", ref at))
            {
                field.Append('"');
            }
            else if (Takes(text, "\"", ref at))
            {
                return field.ToString();
            }
            else
            {
                field.Append(text[at++]);
            }
        }
    }

    private static bool Takes(string text, string token, ref int at)
    {
        var found = string.CompareOrdinal(text, at, token, 0, token.Length) == 0;
        at += found ? token.Length : 0;
        return found;
    }
}
