using KmsGuard.Detect;
using KmsGuard.Report;
using Spectre.Console;

namespace KmsGuard.Cli.Output;

/// <summary>Keys as a table that fits a terminal. Ids are never broken: people copy them.</summary>
/// <param name="accounts">Whether keys of several accounts are shown, so that each says whose it is.</param>
/// <param name="columns">The terminal's width.</param>
internal sealed class KeyTable(bool accounts, int columns)
{
    // What a person reads on a terminal; every key is in the other forms of the report.
    private const int MaxKeys = 100;

    // A key's id, and room beside it for the reason.
    private const int Roomy = 110;

    /// <summary>Writes as many as a person reads.</summary>
    public void Write(IReadOnlyList<KeyReport> keys, IAnsiConsole console)
    {
        var grid = new Grid()
            .AddColumn(new GridColumn().NoWrap().Padding(2, 0, 2, 0))
            .AddColumn(new GridColumn().Padding(0, 0, 0, 0));
        foreach (var key in keys.Take(MaxKeys))
        {
            var arn = KeyArn.Parse(key.Arn);
            var place = accounts ? $"{arn.Account} {arn.Region}" : arn.Region;
            var id = $"[grey]{arn.KeyId}[/]";
            string[] name = key.Aliases is { Count: > 0 } ? [$"[bold]{Terminal.Safe(Short(key.Names))}[/]"] : [];
            string[] lines = columns < Roomy ? [.. name, id, $"[grey]{place}[/]"] : [.. name, $"{id} [grey]{place}[/]"];
            grid.AddRow(string.Join('\n', lines), Why(key));
        }

        console.Write(grid);
        if (keys.Count > MaxKeys)
        {
            console.WriteLine($"  and {keys.Count - MaxKeys} more: --output html, csv or json has them all.");
        }
    }

    /// <summary>What was decided and why, in one piece of text.</summary>
    public static (string Decision, string Evidence) Reason(KeyReport key)
    {
        string[] parts = [string.Join(", ", key.Reasons), key.Action is null ? "" : $"-> {key.Action}"];
        return (string.Join(' ', parts.Where(part => part.Length > 0)), key.Detail);
    }

    private static string Why(KeyReport key)
    {
        var (decision, evidence) = Reason(key);
        string[] lines = [Markup.Escape(decision), evidence.Length > 0 ? $"[grey]{Terminal.Safe(evidence, 400)}[/]" : ""];
        return string.Join('\n', lines.Where(line => line.Length > 0));
    }

    // The column is as wide as its widest name.
    private static string Short(string names) => SafeText.Cut(names, 40);
}
