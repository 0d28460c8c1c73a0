namespace KmsGuard.Evaluate;

/// <summary>A pattern in which <c>*</c> stands for any text and <c>?</c> for one character. Case does not count:
/// what exempts a key should rather match too much than too little.</summary>
/// <param name="Pattern">The pattern as it was given.</param>
public sealed record Glob(string Pattern)
{
    /// <summary>An alias pattern: <c>alias/</c> in front may be left out.</summary>
    public static Glob ForAlias(string pattern) =>
        new(pattern.StartsWith("alias/", StringComparison.OrdinalIgnoreCase) ? pattern : "alias/" + pattern);

    /// <summary>Whether the whole text matches. Time grows with the product of the lengths at worst, never beyond.</summary>
    public bool Matches(string text)
    {
        int at = 0, next = 0, star = -1, retry = 0;
        while (at < text.Length)
        {
            if (next < Pattern.Length && Pattern[next] == '*')
            {
                (star, retry) = (next++, at);
            }
            else if (next < Pattern.Length && (Pattern[next] == '?' || Same(Pattern[next], text[at])))
            {
                (next, at) = (next + 1, at + 1);
            }
            else if (star >= 0)
            {
                // The last star takes one character more; earlier stars never need another try.
                (next, at) = (star + 1, ++retry);
            }
            else
            {
                return false;
            }
        }

        return Pattern.AsSpan(next).TrimStart('*').IsEmpty;
    }

    /// <inheritdoc/>
    public override string ToString() => Pattern;

    private static bool Same(char a, char b) => char.ToUpperInvariant(a) == char.ToUpperInvariant(b);
}
