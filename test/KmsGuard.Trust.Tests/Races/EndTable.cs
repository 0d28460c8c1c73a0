using System.Text.RegularExpressions;

namespace KmsGuard.Trust.Tests.Races;

/// <summary>The end states that docs/concurrency.md lists: no race may end in another one, and none may be listed that no race has.</summary>
internal static partial class EndTable
{
    private static readonly string Text = File.ReadAllText(Path.Combine(RepositoryRoot.Find(), "docs", "concurrency.md"));

    /// <summary>The names in the first column of the table under a heading.</summary>
    public static IReadOnlyList<string> Under(string heading) =>
        [.. Row().Matches(Text.Split($"## {heading}\n")[1].Split("\n## ")[0]).Select(row => row.Groups[1].Value)];

    /// <summary>Holds ends against the table: every one of them, with an order that led to it.</summary>
    public static void ShouldBeTheEndsOf<T>(string heading, IEnumerable<T> ends, Func<T, string> name, Func<T, string> tell)
    {
        var found = ends.GroupBy(name).ToDictionary(group => group.Key, group => $"{group.Count()}, such as {tell(group.First())}");
        found.Keys.ShouldBe(Under(heading), ignoreOrder: true, string.Join('\n', found));
    }

    [GeneratedRegex(@"^\| `([^`]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
