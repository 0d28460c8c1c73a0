using System.Globalization;
using KmsGuard.Evaluate;
using KmsGuard.Report;
using Spectre.Console;

namespace KmsGuard.Cli.Output;

/// <summary>A sweep's ledger on a terminal: the counts first, then the keys, those that something was done to before those that nothing was.</summary>
internal static class SweepLedger
{
    private const int FewKeys = 10;

    private static readonly (Outcome Outcome, string Title)[] Sections =
    [
        (Outcome.Failed, "Failed"),
        (Outcome.Unreadable, "Could not be read"),
        (Outcome.Changed, "Changed"),
        (Outcome.Planned, "Planned (nothing was written)"),
        (Outcome.Held, "Held back from deletion"),
        (Outcome.Exempt, "Exempt"),
        (Outcome.Ineligible, "Ineligible"),
        (Outcome.Compliant, "Compliant"),
        (Outcome.AwsManaged, "Managed by AWS"),
    ];

    /// <summary>Writes.</summary>
    public static void Write(SweepReport report, IAnsiConsole console)
    {
        console.WriteLine($"Sweep {report.RunId}: rotation {KebabCase.Of(report.Rotation)}, deletion {KebabCase.Of(report.Deletion)}.");
        var absent = report.Regions.Where(region => region.Status == RegionStatus.NotEnabled).ToList();
        var there = report.Regions.Except(absent).ToList();
        console.Write(Counts(report, there));
        if (absent.Count > 0)
        {
            console.WriteLine($"Not enabled: {string.Join(", ", absent.Select(region => region.Region).Distinct())}.");
        }

        foreach (var region in there.Where(region => region.Error is not null))
        {
            console.MarkupLine($"{region.Account} {region.Region}: {KebabCase.Of(region.Status)}: {Terminal.Safe(region.Error)}");
        }

        foreach (var (outcome, title) in Sections)
        {
            Section(report, outcome, title, console);
        }

        foreach (var warning in report.Warnings)
        {
            console.MarkupLine($"\n[yellow]Warning:[/] {Terminal.Safe(warning)}");
        }

        console.WriteLine();
        console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Disabled keys cost {report.Totals.MonthlyCostUsd} USD a month; this run saves {report.Totals.MonthlySavingUsd} USD of it."));
        if (Undo.Deletions(report) is { } command)
        {
            // Not through the console, which would break a command to be copied.
            console.Profile.Out.Writer.WriteLine($"To take every deletion of this run back: {command}");
        }
    }

    // Only the outcomes that occur: nine columns of zeros are no overview.
    private static Table Counts(SweepReport report, List<RegionReport> regions)
    {
        var outcomes = Sections.Select(section => KebabCase.Of(section.Outcome)).Where(report.Totals.Outcomes.ContainsKey).ToList();
        var table = new Table { Border = TableBorder.Simple }.AddColumn("account").AddColumn("Region").AddColumn("status");
        foreach (var header in outcomes.Append("= listed"))
        {
            table.AddColumn(header, column => column.RightAligned().NoWrap());
        }

        foreach (var region in regions)
        {
            table.AddRow([region.Account, region.Region, KebabCase.Of(region.Status), .. Row(region.Outcomes, region.Listed)]);
        }

        return table.AddRow(["", "all", "", .. Row(report.Totals.Outcomes, report.Totals.Listed)]);

        IEnumerable<string> Row(IReadOnlyDictionary<string, int> counts, int listed) =>
            outcomes.Select(outcome => counts.GetValueOrDefault(outcome)).Append(listed).Select(count => count.ToString(CultureInfo.InvariantCulture));
    }

    private static void Section(SweepReport report, Outcome outcome, string title, IAnsiConsole console)
    {
        var keys = report.Keys.Where(key => key.Outcome == outcome).ToList();
        if (keys.Count == 0 || (outcome is Outcome.Compliant or Outcome.AwsManaged && keys.Count > FewKeys))
        {
            return;
        }

        console.MarkupLine($"\n[bold]{title}[/]: {keys.Count}");
        foreach (var key in keys)
        {
            console.WriteLine($"  {key.Arn}");
            if (Why(key) is { Length: > 0 } why)
            {
                console.MarkupLine($"    [grey]{Terminal.Safe(why, 400)}[/]");
            }
        }
    }

    private static string Why(KeyReport key)
    {
        string[] parts = [string.Join(", ", key.Reasons), key.Action is null ? "" : $"-> {key.Action}"];
        var what = string.Join(' ', parts.Where(part => part.Length > 0));
        return key.Detail.Length > 0 ? $"{what}: {key.Detail}" : what;
    }
}
