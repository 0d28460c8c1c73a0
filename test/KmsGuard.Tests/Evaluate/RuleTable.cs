namespace KmsGuard.Tests.Evaluate;

/// <summary>A file of rules: rows of cells that facts are held against, and what follows from them. Every combination of facts
/// must be in exactly one row of each part.</summary>
internal sealed class RuleTable
{
    private readonly string[][] rows;
    private readonly HashSet<string[]> hit = [];

    private RuleTable(string[][] rows) => this.rows = rows;

    /// <summary>Rows that no combination was in.</summary>
    public IEnumerable<string> Idle => rows.Except(hit).Select(row => string.Join(" | ", row));

    public static RuleTable Read(string name) => new(
        [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Evaluate", name))
            .Where(line => line.Length > 0 && !line.StartsWith('#'))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))]);

    /// <summary>What the one row says that covers these facts.</summary>
    public string[] Of(params string[] facts)
    {
        var row = rows.Where(row => facts.Select((fact, i) => Covers(row[i], fact)).All(covers => covers)).ToList() is [var only]
            ? only
            : throw new InvalidOperationException($"Not in exactly one row: {string.Join(" | ", facts)}");
        hit.Add(row);
        return row[facts.Length..];
    }

    /// <summary>Every combination of one value from each of the lists.</summary>
    public static IEnumerable<string[]> Combinations(params IEnumerable<string>[] dimensions) => dimensions.Aggregate(
        (IEnumerable<string[]>)[[]], (so, values) => so.SelectMany(head => values.Select(value => (string[])[.. head, value])));

    // "a/b" is either of the two, "!a/b" neither, "*" anything.
    private static bool Covers(string cell, string fact) => cell switch
    {
        "*" => true,
        ['!', .. var none] => !none.Split('/').Contains(fact),
        _ => cell.Split('/').Contains(fact),
    };
}
