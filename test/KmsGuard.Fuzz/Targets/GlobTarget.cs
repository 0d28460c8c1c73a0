using KmsGuard.Evaluate;

namespace KmsGuard.Fuzz.Targets;

/// <summary>Globs: a pattern and a text, with a line break between them.</summary>
internal sealed class GlobTarget() : Target("glob")
{
    public override IReadOnlyList<string> Words => ["*", "?", "**", "a*", "*a*a*a*a*b", "alias/", "\n", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"];

    public override int MaxLength => 512;

    // Two loops, one in the other, at four branches a step.
    public override long MaxBranches(int length) => 2_000 + (8L * length * length);

    public override void Run(ReadOnlySpan<byte> input)
    {
        var parts = Text(input).Split('\n', 2);
        var (pattern, text) = (parts[0], parts.Length > 1 ? parts[1] : parts[0]);
        Hold.Same(Naive(pattern, text), new Glob(pattern).Matches(text), "a glob matches as the naive matcher does");
        Hold.That(new Glob("*").Matches(text), "everything matches *");
        Hold.That(!text.StartsWith("alias/", StringComparison.Ordinal) || Glob.ForAlias(text[6..]).Pattern == text || text[6..].StartsWith("alias/", StringComparison.OrdinalIgnoreCase), "alias/ may be left out");
    }

    // A table of which beginnings of the pattern match which beginnings of the text.
    private static bool Naive(string pattern, string text)
    {
        var row = new bool[text.Length + 1];
        row[0] = true;
        foreach (var letter in pattern)
        {
            var next = new bool[text.Length + 1];
            next[0] = letter == '*' && row[0];
            for (var i = 1; i <= text.Length; i++)
            {
                next[i] = letter == '*' ? row[i] || next[i - 1]
                    : row[i - 1] && (letter == '?' || char.ToUpperInvariant(letter) == char.ToUpperInvariant(text[i - 1]));
            }

            row = next;
        }

        return row[text.Length];
    }
}
