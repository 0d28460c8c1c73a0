using KmsGuard.Detect;

namespace KmsGuard.Evaluate;

/// <summary>Whether a key looks as if production depended on it: a hint for severity, never for what is done.</summary>
public static class ProductionSignal
{
    private static readonly HashSet<string> TagNames = new(StringComparer.OrdinalIgnoreCase) { "env", "environment", "stage", "tier" };

    private static readonly HashSet<string> Words = new(StringComparer.OrdinalIgnoreCase) { "prod", "production", "prd", "live" };

    // A word before production that turns it into something else: pre-prod, non-production.
    private static readonly HashSet<string> Opposites = new(StringComparer.OrdinalIgnoreCase) { "non", "not", "pre", "no" };

    /// <summary>The tag or alias that says so; null when nothing does, or nothing could be read.</summary>
    public static string? Of(KeySnapshot? key)
    {
        var tag = key?.Tags?.Value?.FirstOrDefault(tag => TagNames.Contains(tag.Key.Trim()) && Says(tag.Value));
        return tag is { Key: not null } found ? $"tag {found.Key}={found.Value}"
            : key?.Aliases?.Value?.FirstOrDefault(Says) is { } alias ? $"alias {alias}"
            : null;
    }

    private static bool Says(string text)
    {
        var words = text.Split(['/', '-', '_', '.', ' ', ':'], StringSplitOptions.RemoveEmptyEntries);
        return words.Where((word, i) => Words.Contains(word) && !(i > 0 && Opposites.Contains(words[i - 1]))).Any();
    }
}
