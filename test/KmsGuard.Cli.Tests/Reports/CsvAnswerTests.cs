using System.Globalization;
using System.Text.Json;
using KmsGuard.Cli.Output;
using KmsGuard.Evaluate;
using KmsGuard.Report;

namespace KmsGuard.Cli.Tests.Reports;

[Trait("Proof", "attacks")]
public sealed class CsvAnswerTests
{
    [Fact]
    public void Every_key_is_a_line_and_every_field_is_that_of_the_JSON()
    {
        var report = Ledgers.Of(200, regions: 3, accounts: 2);

        var lines = Csv.Read(Write(report));

        lines.Count.ShouldBe(201);
        lines[0].ShouldBe(["arn", "account", "region", "keyId", "aliases", "state", "outcome", "rule", "action", "reasons", "rotates", "deletionDate", "daysLeft", "disabledSince", "detail"]);
        foreach (var (line, json) in lines.Skip(1).Zip(Json(report)))
        {
            line.Count.ShouldBe(lines[0].Count);
            foreach (var (name, cell) in lines[0].Zip(line).Where(cell => cell.First is not ("account" or "region" or "keyId")))
            {
                cell.ShouldBe(Text(name, json), name);
            }

            line[0].ShouldBe($"arn:aws:kms:{line[2]}:{line[1]}:key/{line[3]}");
        }
    }

    [Fact]
    public void Whatever_somebody_wrote_is_one_cell_on_one_line_and_no_formula()
    {
        var random = new Random(1);
        var pieces = Hostile.Texts.Concat(["\"", ",", "\r\n", "'", "=", " ", "\t", "-", "a"]).ToList();
        var texts = Hostile.Texts.Concat(Enumerable.Range(0, 2_000).Select(_ =>
            string.Concat(Enumerable.Range(0, random.Next(1, 6)).Select(_ => pieces[random.Next(pieces.Count)])))).ToList();
        var report = Ledgers.Of(texts.Select((text, i) => Ledgers.Key(i) with { Detail = text, Aliases = [text], Reasons = [] }));

        var written = Write(report);

        var lines = Csv.Read(written);
        lines.Count.ShouldBe(texts.Count + 1);
        written.Split("\r\n").Length.ShouldBe(texts.Count + 2);
        written.Replace("\r\n", "", StringComparison.Ordinal).Any(char.IsControl).ShouldBeFalse();
        foreach (var (text, line) in texts.Zip(lines.Skip(1)))
        {
            line.Count.ShouldBe(15);
            line.ShouldAllBe(cell => cell.Length == 0 || !"=+-@\t\r＝＋－＠".Contains(cell[0], StringComparison.Ordinal));
            line[^1].TrimStart('\'').ShouldBe(SafeText.OneLine(text, 8_000).TrimStart('\''));
            line[4].ShouldBe(line[^1]);
        }
    }

    [Fact]
    public void A_formula_is_made_text_and_other_text_is_left_as_it_is()
    {
        CsvAnswer.Cell("=1+1").ShouldBe("\"'=1+1\"");
        CsvAnswer.Cell("＝1+1").ShouldBe("\"'＝1+1\"");
        CsvAnswer.Cell("\t@SUM(1)").ShouldBe("\"'@SUM(1)\"");
        CsvAnswer.Cell("a=1").ShouldBe("\"a=1\"");
        CsvAnswer.Cell("say \"no\"").ShouldBe("\"say \"\"no\"\"\"");
        CsvAnswer.Cell(null).ShouldBe("\"\"");
    }

    private static string Write(SweepReport report)
    {
        using var writer = new StringWriter();
        CsvAnswer.Write(report, writer);
        return writer.ToString();
    }

    private static JsonElement.ArrayEnumerator Json(SweepReport report) =>
        JsonSerializer.SerializeToElement(report, ReportJson.Default.SweepReport).GetProperty("keys").EnumerateArray();

    private static string Text(string name, JsonElement key) => !key.TryGetProperty(name, out var value) ? "" : value.ValueKind switch
    {
        JsonValueKind.Null => "",
        JsonValueKind.Array => string.Join(' ', value.EnumerateArray().Select(one => one.GetString())),
        JsonValueKind.Number => value.GetInt32().ToString(CultureInfo.InvariantCulture),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ when name is "deletionDate" or "disabledSince" => DisabledSince.ToTag(value.GetDateTimeOffset()),
        _ => value.GetString()!,
    };
}
