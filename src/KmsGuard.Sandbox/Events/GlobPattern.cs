using System.Text;

namespace KmsGuard.Sandbox.Events;

/// <summary>EventBridge's wildcard: <c>*</c> is any text, also none; <c>\*</c> and <c>\\</c> are themselves.</summary>
internal sealed class GlobPattern
{
    private readonly string[] pieces;

    /// <exception cref="FormatException">Two wildcards in a row, or a backslash before anything else.</exception>
    public GlobPattern(string pattern) => pieces = [.. Split(pattern)];

    public bool Matches(string text)
    {
        if (pieces is [var whole])
        {
            return text == whole;
        }

        var (first, last) = (pieces[0], pieces[^1]);
        if (text.Length < first.Length + last.Length
            || !text.StartsWith(first, StringComparison.Ordinal)
            || !text.EndsWith(last, StringComparison.Ordinal))
        {
            return false;
        }

        // The leftmost place for each piece leaves the most room for those after it.
        var (at, end) = (first.Length, text.Length - last.Length);
        foreach (var piece in pieces.AsSpan(1, pieces.Length - 2))
        {
            var found = text.AsSpan(at, end - at).IndexOf(piece, StringComparison.Ordinal);
            if (found < 0)
            {
                return false;
            }

            at += found + piece.Length;
        }

        return true;
    }

    private static IEnumerable<string> Split(string pattern)
    {
        var piece = new StringBuilder();
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] == '*')
            {
                if (i > 0 && piece.Length == 0 && pattern[i - 1] == '*')
                {
                    throw new FormatException($"Consecutive wildcard characters in '{pattern}'.");
                }

                yield return piece.ToString();
                piece.Clear();
                continue;
            }

            if (pattern[i] == '\\' && (++i == pattern.Length || pattern[i] is not ('*' or '\\')))
            {
                throw new FormatException($"Invalid escape character in '{pattern}': only \\* and \\\\ are allowed.");
            }

            piece.Append(pattern[i]);
        }

        yield return piece.ToString();
    }
}
