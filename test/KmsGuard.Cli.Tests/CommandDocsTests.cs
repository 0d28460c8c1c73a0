using KmsGuard.Cli.Help;
using KmsGuard.Testing;

namespace KmsGuard.Cli.Tests;

/// <summary>The page of each command in the documentation: made from its help, so that they cannot differ.</summary>
public sealed class CommandDocsTests
{
    private static readonly string Folder = SourceTree.PathTo("docs", "commands");

    // Where there is more to say than fits a help page.
    private static readonly Dictionary<string, string> More = new()
    {
        ["alert"] = "[Alerts](../alerts.md)",
        ["apply"] = "[Plan and apply](../plan.md)",
        ["demo"] = "[README](../../README.md#try-it)",
        ["doctor"] = "[The sweep did not run](../runbooks.md#the-sweep-did-not-run-or-not-to-its-end)",
        ["explain"] = "[Concepts](../concepts.md)",
        ["plan"] = "[Plan and apply](../plan.md)",
        ["release"] = "[Letting go](../rollback.md#letting-go)",
        ["rollback"] = "[Taking deletions back](../rollback.md)",
        ["sandbox"] = "[Getting started](../getting-started.md), [faults](../faults.md)",
        ["sweep"] = "[Sweeps](../sweeps.md), [reports](../reports.md)",
    };

    public static TheoryData<string> Commands => [.. HelpPages.Commands];

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_page_says_what_the_help_says(string command) =>
        $"""
        # kmsguard {command}

        This is what `kmsguard {command} --help` shows.{(More.TryGetValue(command, out var more) ? $" More: {more}." : "")}

        ```synopsis
        {HelpPages.Text(command, 100).Trim()}
        ```

        """.ReplaceLineEndings("\n").ShouldMatch(Path.Combine(Folder, $"{command}.md"));

    [Fact]
    public void No_page_outlives_its_command() =>
        Directory.EnumerateFiles(Folder).Select(file => Path.GetFileNameWithoutExtension(file)).Except(HelpPages.Commands).ShouldBeEmpty();
}
