using System.Globalization;
using KmsGuard.Detect;
using KmsGuard.Evaluate;
using KmsGuard.Report;

namespace KmsGuard.Cli.Output;

/// <summary>A sweep's keys as CSV (RFC 4180): a header, then a line a key, with the names and values of the JSON.</summary>
internal static class CsvAnswer
{
    // Evidence, the longest, is far shorter; KMS's own limits bound all the rest.
    private const int MaxCell = 8_000;

    private static readonly (string Name, Func<KeyReport, KeyArn, string?> Value)[] Columns =
    [
        ("arn", (key, _) => key.Arn),
        ("account", (_, arn) => arn.Account),
        ("region", (_, arn) => arn.Region),
        ("keyId", (_, arn) => arn.KeyId),
        ("aliases", (key, _) => string.Join(' ', key.Aliases ?? [])),
        ("state", (key, _) => key.State?.ToString()),
        ("outcome", (key, _) => KebabCase.Of(key.Outcome)),
        ("rule", (key, _) => key.Rule),
        ("action", (key, _) => key.Action),
        ("reasons", (key, _) => string.Join(' ', key.Reasons)),
        ("rotates", (key, _) => key.Rotates switch { true => "true", false => "false", null => null }),
        ("deletionDate", (key, _) => Time(key.DeletionDate)),
        ("daysLeft", (key, _) => key.DaysLeft?.ToString(CultureInfo.InvariantCulture)),
        ("disabledSince", (key, _) => Time(key.DisabledSince)),
        ("detail", (key, _) => key.Detail),
    ];

    /// <summary>Writes it, line by line.</summary>
    public static void Write(SweepReport report, TextWriter writer)
    {
        Line(Columns.Select(column => column.Name), writer);
        foreach (var key in report.Keys)
        {
            var arn = KeyArn.Parse(key.Arn);
            Line(Columns.Select(column => column.Value(key, arn)), writer);
        }

        writer.Flush();
    }

    /// <summary>One cell: quoted always, on one line, and never a formula.</summary>
    public static string Cell(string? text)
    {
        var safe = SafeText.OneLine(text, MaxCell);
        return $"\"{(IsFormula(safe) ? "'" : "")}{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    // OWASP, "CSV Injection": what a spreadsheet takes for a formula, in its full-width forms too.
    private static bool IsFormula(string text) => text is ['=' or '+' or '-' or '@' or '＝' or '＋' or '－' or '＠', ..];

    private static void Line(IEnumerable<string?> cells, TextWriter writer)
    {
        var first = true;
        foreach (var cell in cells)
        {
            if (!first)
            {
                writer.Write(',');
            }

            writer.Write(Cell(cell));
            first = false;
        }

        writer.Write("\r\n");
    }

    private static string? Time(DateTimeOffset? at) => at is { } time ? DisabledSince.ToTag(time) : null;
}
