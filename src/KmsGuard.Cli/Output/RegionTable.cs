using System.Globalization;
using KmsGuard.Evaluate;
using KmsGuard.Report;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace KmsGuard.Cli.Output;

/// <summary>The counts of a sweep, Region by Region: a column an outcome, or where that is too wide, the outcomes in words.</summary>
internal static class RegionTable
{
    private const string Listed = "= listed";

    /// <summary>Makes it.</summary>
    /// <param name="report">The sweep.</param>
    /// <param name="regions">Those to be shown.</param>
    /// <param name="order">The outcomes, the first ones first.</param>
    /// <param name="console">What it has to fit.</param>
    public static Table Of(SweepReport report, IReadOnlyList<RegionReport> regions, IReadOnlyList<string> order, IAnsiConsole console)
    {
        // Only the outcomes that occur: nine columns of zeros are no overview.
        var outcomes = order.Where(report.Totals.Outcomes.ContainsKey).ToList();
        var accounts = regions.DistinctBy(region => region.Account).Count() > 1;
        var columns = Columns(report, regions, outcomes, accounts);
        return Fits(columns, console) ? columns : Words(report, regions, outcomes, accounts);
    }

    private static Table Columns(SweepReport report, IReadOnlyList<RegionReport> regions, List<string> outcomes, bool accounts)
    {
        var table = Begin(accounts);
        foreach (var header in outcomes.Append(Listed))
        {
            table.AddColumn(header, column => column.RightAligned().NoWrap());
        }

        foreach (var region in regions)
        {
            table.AddRow([.. Place(region, accounts), .. Row(region.Outcomes, region.Listed)]);
        }

        return table.AddRow([.. All(accounts), .. Row(report.Totals.Outcomes, report.Totals.Listed)]);

        IEnumerable<string> Row(IReadOnlyDictionary<string, int> counts, int listed) =>
            outcomes.Select(outcome => counts.GetValueOrDefault(outcome)).Append(listed).Select(Text);
    }

    private static Table Words(SweepReport report, IReadOnlyList<RegionReport> regions, List<string> outcomes, bool accounts)
    {
        var table = Begin(accounts).AddColumn(Listed, column => column.RightAligned().NoWrap()).AddColumn("");
        foreach (var region in regions)
        {
            table.AddRow([.. Place(region, accounts), Text(region.Listed), Row(region.Outcomes)]);
        }

        return table.AddRow([.. All(accounts), Text(report.Totals.Listed), Row(report.Totals.Outcomes)]);

        string Row(IReadOnlyDictionary<string, int> counts) =>
            string.Join(' ', outcomes.Where(counts.ContainsKey).Select(outcome => $"{outcome}:{Text(counts[outcome])}"));
    }

    // One account is named above the table; several each in their row.
    private static Table Begin(bool accounts)
    {
        var table = new Table { Border = TableBorder.Simple };
        foreach (var header in (string[])(accounts ? ["account", "Region", "status"] : ["Region", "status"]))
        {
            table.AddColumn(header, column => column.NoWrap());
        }

        return table;
    }

    private static string[] Place(RegionReport region, bool accounts) =>
        [.. accounts ? [region.Account] : Array.Empty<string>(), region.Region, KebabCase.Of(region.Status)];

    private static string[] All(bool accounts) => accounts ? ["", "all", ""] : ["all", ""];

    private static bool Fits(IRenderable table, IAnsiConsole console) =>
        table.Measure(RenderOptions.Create(console), int.MaxValue / 2).Max <= console.Profile.Width;

    private static string Text(int count) => count.ToString(CultureInfo.InvariantCulture);
}
