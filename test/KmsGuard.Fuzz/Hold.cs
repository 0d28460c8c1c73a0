using System.Globalization;

namespace KmsGuard.Fuzz;

/// <summary>The rules that targets share.</summary>
internal static class Hold
{
    /// <summary>A message of ours names everything that is wrong, and is still one that is read.</summary>
    public const int LongestMessage = 8_000;

    /// <summary>Something that has to be so.</summary>
    public static void That(bool so, string rule, object? seen = null)
    {
        if (!so)
        {
            throw new FindingException(rule, $"{seen}");
        }
    }

    /// <summary>Two things that have to be the same.</summary>
    public static void Same<T>(T one, T other, string rule) =>
        That(EqualityComparer<T>.Default.Equals(one, other), rule, $"'{one}' and '{other}'");

    /// <summary>Two lists that have to be the same.</summary>
    public static void SameList<T>(IEnumerable<T> one, IEnumerable<T> other, string rule) =>
        That(one.SequenceEqual(other), rule, $"'{string.Join('|', one)}' and '{string.Join('|', other)}'");

    /// <summary>A text that people are shown: one line, nothing that moves a cursor or turns a line around, not endless.</summary>
    public static void Shown(string text, int max, string what)
    {
        That(text.Length <= max, $"{what} is bounded", text.Length);
        That(IsOneLine(text), $"{what} is one line of what can be shown", Convert.ToHexString(System.Text.Encoding.BigEndianUnicode.GetBytes(text)));
    }

    /// <summary>Problems with an input, a line each.</summary>
    public static void Problems(IEnumerable<string> problems, IReadOnlyCollection<string> names, string what)
    {
        foreach (var problem in problems)
        {
            Shown(problem, 600, what);
            That(names.Any(name => problem.Contains(name, StringComparison.Ordinal)), $"{what} names the member", problem);
        }
    }

    // Written apart from SafeText, which is under test.
    private static bool IsOneLine(string text) => !text.Any(letter => char.GetUnicodeCategory(letter) is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
        && text.EnumerateRunes().All(rune => rune != System.Text.Rune.ReplacementChar || text.Contains('\ufffd', StringComparison.Ordinal));
}
