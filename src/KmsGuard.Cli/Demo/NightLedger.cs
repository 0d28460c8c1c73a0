using System.Globalization;
using KmsGuard.Evaluate;
using KmsGuard.Report;
using Spectre.Console;

namespace KmsGuard.Cli.Demo;

/// <summary>The demo's tables: a sweep key by key, and all sweeps in numbers.</summary>
internal static class NightLedger
{
    private static readonly Outcome[] Order =
    [
        Outcome.Changed, Outcome.Held, Outcome.Exempt, Outcome.Ineligible, Outcome.Unreadable, Outcome.Failed, Outcome.Compliant, Outcome.AwsManaged,
    ];

    /// <summary>The keys of one sweep that had one of the outcomes, by the story's names.</summary>
    public static Table Keys(SweepReport report, Stage stage, params Outcome[] outcomes)
    {
        var table = new Table { Border = TableBorder.Simple }.AddColumns("outcome", "Region", "key", "why");
        foreach (var key in report.Keys.Where(key => outcomes.Contains(key.Outcome)).OrderBy(key => Array.IndexOf(Order, key.Outcome)).ThenBy(key => key.Arn, StringComparer.Ordinal))
        {
            string[] why = [key.Action ?? "", string.Join(", ", key.Reasons), key.Action == "ScheduleKeyDeletion" ? key.Detail.Split(';')[0] : ""];
            table.AddRow(
                KebabCase.Of(key.Outcome),
                key.Arn.Split(':')[3],
                stage.NameOf(key.Arn),
                Markup.Escape(string.Join(": ", why.Where(part => part.Length > 0))));
        }

        return table;
    }

    /// <summary>All sweeps, Region by Region.</summary>
    public static Table Numbers(IReadOnlyList<SweepReport> sweeps)
    {
        var table = new Table { Border = TableBorder.Simple }.AddColumns("sweep", "Region");
        foreach (var header in Order.Select(KebabCase.Of).Append("= listed"))
        {
            table.AddColumn(header, column => column.RightAligned().NoWrap());
        }

        foreach (var sweep in sweeps)
        {
            foreach (var region in sweep.Regions)
            {
                table.AddRow([sweep.StartedAt.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), region.Region, .. Row(region.Outcomes, region.Listed)]);
            }

            table.AddRow(["", "all", .. Row(sweep.Totals.Outcomes, sweep.Totals.Listed)]);
            table.AddEmptyRow();
        }

        return table;
    }

    private static IEnumerable<string> Row(IReadOnlyDictionary<string, int> counts, int listed) =>
        Order.Select(outcome => counts.GetValueOrDefault(KebabCase.Of(outcome))).Append(listed).Select(count => count.ToString(CultureInfo.InvariantCulture));
}
