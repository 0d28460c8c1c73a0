using KmsGuard.Report;

namespace KmsGuard.Evaluate;

/// <summary>Quotes what others wrote as evidence: cleaned, never long, and in the same order whatever order it came in.</summary>
internal static class Quote
{
    private const int Shown = 3;

    /// <summary>One text.</summary>
    public static string Of(string text, int max = 100) => SafeText.OneLine(text, max);

    /// <summary>The first few of several different texts, and how many more there are.</summary>
    public static string Few(IEnumerable<string> texts)
    {
        var all = texts.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var more = all.Count > Shown ? $" and {all.Count - Shown} more" : "";
        return string.Join(", ", all.Take(Shown).Select(text => Of(text))) + more;
    }
}
