using System.Globalization;
using KmsGuard.Evaluate;
using KmsGuard.Report;
using Spectre.Console;

namespace KmsGuard.Cli.Output;

/// <summary>A sweep's ledger for people: the counts first, then the keys, those that something was done to before those that nothing was.
/// A terminal gets tables that fit it; a file or another program lines with whole ARNs.</summary>
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
    public static void Write(SweepReport report, IAnsiConsole console, bool terminal)
    {
        var absent = report.Regions.Where(region => region.Status == RegionStatus.NotEnabled).ToList();
        var there = report.Regions.Except(absent).ToList();
        var accounts = there.Select(region => region.Account).Distinct().ToList();
        var account = accounts is [{ Length: > 0 } one] ? $" of account {one}" : "";
        console.WriteLine($"Sweep {report.RunId}{account}: rotation {KebabCase.Of(report.Rotation)}, deletion {KebabCase.Of(report.Deletion)}.");
        console.Write(RegionTable.Of(report, there, [.. Sections.Select(section => KebabCase.Of(section.Outcome))], console));
        if (absent.Count > 0)
        {
            console.WriteLine($"Not enabled: {string.Join(", ", absent.Select(region => region.Region).Distinct())}.");
        }

        foreach (var region in there.Where(region => region.Error is not null))
        {
            console.MarkupLine($"{region.Account} {region.Region}: {KebabCase.Of(region.Status)}: {Terminal.Safe(region.Error)}");
        }

        var table = terminal ? new KeyTable(accounts.Count > 1, console.Profile.Width) : null;
        foreach (var (outcome, title) in Sections)
        {
            Section(report, outcome, title, table, console);
        }

        foreach (var warning in report.Warnings)
        {
            console.MarkupLine($"\n[yellow]Warning:[/] {Terminal.Safe(warning)}");
        }

        console.WriteLine();
        console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Disabled keys cost {report.Totals.MonthlyCostUsd} USD a month; {(report.Deletion == RuleMode.Enforce ? "this run saves" : "the deletions planned would save")} {report.Totals.MonthlySavingUsd} USD of it."));
        if (Undo.Deletions(report) is { } command)
        {
            // Not through the console, which would break a command to be copied.
            console.Profile.Out.Writer.WriteLine($"To take every deletion of this run back: {command}");
        }
    }

    private static void Section(SweepReport report, Outcome outcome, string title, KeyTable? table, IAnsiConsole console)
    {
        var keys = report.Keys.Where(key => key.Outcome == outcome).ToList();
        if (keys.Count == 0 || (outcome is Outcome.Compliant or Outcome.AwsManaged && keys.Count > FewKeys))
        {
            return;
        }

        console.MarkupLine($"\n[bold]{title}[/]: {keys.Count}");
        if (table is not null)
        {
            table.Write(keys, console);
            return;
        }

        foreach (var key in keys)
        {
            console.WriteLine($"  {key.Arn}{(key.Names.Length > 0 ? $" ({key.Names})" : "")}");
            if (Why(key) is { Length: > 0 } why)
            {
                console.MarkupLine($"    [grey]{Terminal.Safe(why, 400)}[/]");
            }
        }
    }

    private static string Why(KeyReport key)
    {
        var (decision, evidence) = KeyTable.Reason(key);
        return evidence.Length > 0 ? $"{decision}: {evidence}" : decision;
    }
}
