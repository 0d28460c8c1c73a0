using KmsGuard.Evaluate;
using KmsGuard.Report;
using KmsGuard.Restore;
using Spectre.Console;

namespace KmsGuard.Cli.Output;

/// <summary>Rollbacks and releases for people: a table on a terminal, lines where a file or another program takes them.</summary>
internal static class RestoreTable
{
    /// <summary>Writes a rollback.</summary>
    public static void Write(RollbackReport report, IAnsiConsole console, bool terminal)
    {
        if (!terminal || report.Keys.Count == 0)
        {
            console.Profile.Out.Writer.Write(RollbackNotice.Text(report));
            console.Profile.Out.Writer.Flush();
            return;
        }

        if (report.DryRun)
        {
            console.WriteLine("Dry run: nothing was written.");
        }

        var table = new Table().AddColumns("Key", "Before", "After", "Outcome", "");
        foreach (var key in report.Keys)
        {
            table.AddRow(
                Terminal.Safe(key.Arn) + (key.MultiRegion is { } part ? $" ({KebabCase.Of(part)})" : ""),
                key.Before?.ToString() ?? "?",
                key.After?.ToString() ?? "?",
                Coloured(KebabCase.Of(key.Outcome), key.Outcome is RollbackOutcome.Restored or RollbackOutcome.AlreadySafe),
                Terminal.Safe(key.Error ?? key.Note, 700));
        }

        console.Write(table);
        console.WriteLine(RollbackNotice.Sum(report));
    }

    /// <summary>Writes a release.</summary>
    public static void Write(ReleaseReport report, IAnsiConsole console)
    {
        var table = new Table().AddColumns("Key", "Outcome", "Hold").Border(TableBorder.None);
        foreach (var key in report.Keys)
        {
            table.AddRow(
                Terminal.Safe(key.Arn),
                Coloured(KebabCase.Of(key.Outcome), key.Outcome is ReleaseOutcome.Released or ReleaseOutcome.NotHeld),
                Terminal.Safe(key.Error ?? key.Hold, 700));
        }

        console.Write(table);
    }

    private static string Coloured(string outcome, bool well) => $"[{(well ? "green" : "red")}]{outcome}[/]";
}
