using System.CommandLine;

namespace KmsGuard.Cli.Help;

/// <summary>What options have to do with each other. A command's own options come first; those that many commands share go by these names.</summary>
internal static class OptionGroups
{
    private const string Own = "Options";

    private static readonly (string Title, string[] Names)[] Shared =
    [
        ("Where", ["--regions", "--accounts", "--role-name"]),
        ("Rules",
        [
            "--rotation", "--deletion", "--rotation-period-days", "--window-days", "--disabled-days", "--idle-days", "--max-deletions",
            "--exempt-alias", "--quota-share",
        ]),
        ("Answer and notice", ["--output", "--out", "--topic-arn", "--notice"]),
        ("How AWS is reached", ["--endpoint-url", "--profile", "--region"]),
        ("Help", ["--help", "--version"]),
    ];

    /// <summary>Options by group, in the order of a help page; each stands in exactly one.</summary>
    public static IEnumerable<(string Title, IReadOnlyList<Option> Options)> Of(IEnumerable<Option> options)
    {
        var byTitle = options.Where(option => !option.Hidden).GroupBy(Title).ToDictionary(group => group.Key, group => (IReadOnlyList<Option>)[.. group]);
        return new[] { Own }.Concat(Shared.Select(group => group.Title)).Where(byTitle.ContainsKey).Select(title => (title, byTitle[title]));
    }

    private static string Title(Option option) => Shared.FirstOrDefault(group => group.Names.Contains(option.Name)).Title ?? Own;
}
