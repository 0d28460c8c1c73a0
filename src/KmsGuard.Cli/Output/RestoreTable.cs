using KmsGuard.Detect;
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

        var grid = Begin();
        foreach (var key in report.Keys)
        {
            string[] what =
            [
                $"{key.Before?.ToString() ?? "?"} -> {key.After?.ToString() ?? "?"}{(key.MultiRegion is { } part ? $" ({KebabCase.Of(part)})" : "")}",
                Terminal.Safe(key.Error ?? key.Note, 700),
            ];
            grid.AddRow(
                Coloured(KebabCase.Of(key.Outcome), key.Outcome is RollbackOutcome.Restored or RollbackOutcome.AlreadySafe),
                Key(key.Arn),
                string.Join('\n', what.Where(line => line.Length > 0)));
        }

        console.Write(grid);
        console.WriteLine(RollbackNotice.Sum(report));
    }

    /// <summary>Writes a release.</summary>
    public static void Write(ReleaseReport report, IAnsiConsole console, bool terminal)
    {
        if (!terminal)
        {
            foreach (var key in report.Keys)
            {
                console.Profile.Out.Writer.WriteLine($"{KebabCase.Of(key.Outcome),-11}  {key.Arn}  {SafeText.OneLine(key.Error ?? key.Hold, 700)}".TrimEnd());
            }

            return;
        }

        var grid = Begin();
        foreach (var key in report.Keys)
        {
            grid.AddRow(
                Coloured(KebabCase.Of(key.Outcome), key.Outcome is ReleaseOutcome.Released or ReleaseOutcome.NotHeld),
                Key(key.Arn),
                Terminal.Safe(key.Error ?? key.Hold, 700));
        }

        console.Write(grid);
    }

    private static Grid Begin() => new Grid()
        .AddColumn(new GridColumn().NoWrap().Padding(0, 0, 2, 0))
        .AddColumn(new GridColumn().NoWrap().Padding(0, 0, 2, 0))
        .AddColumn(new GridColumn().Padding(0, 0, 0, 0));

    // What was asked for and is no key is shown as it was typed. Ids are never broken: people copy them.
    private static string Key(string text) => KeyArn.TryParse(text, out var arn)
        ? $"{arn.KeyId}\n[grey]{arn.Account} {arn.Region}[/]"
        : Terminal.Safe(text, 60);

    private static string Coloured(string outcome, bool well) => $"[{(well ? "green" : "red")}]{outcome}[/]";
}
