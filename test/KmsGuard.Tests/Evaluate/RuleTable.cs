namespace KmsGuard.Tests.Evaluate;

/// <summary>A file of rules: rows of cells that facts are held against, and what follows from them. Every combination of facts
/// must be in exactly one row of each part.</summary>
internal sealed class RuleTable
{
    private readonly Row[] rows;

    private RuleTable(IEnumerable<string[]> rows) => this.rows = [.. rows.Select(cells => new Row(cells))];

    /// <summary>Rows that no combination was in.</summary>
    public IEnumerable<string> Idle => rows.Where(row => !row.Hit).Select(row => string.Join(" | ", row.Cells));

    public static RuleTable Read(string name) => new(
        File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Evaluate", name))
            .Where(line => line.Length > 0 && !line.StartsWith('#'))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries)));

    /// <summary>What the one row says that covers these facts.</summary>
    public string[] Of(params string[] facts)
    {
        var row = rows.Where(row => row.Covers(facts)).ToList() is [var only]
            ? only
            : throw new InvalidOperationException($"Not in exactly one row: {string.Join(" | ", facts)}");
        row.Hit = true;
        return row.Cells[facts.Length..];
    }

    /// <summary>Every combination of one value from each of the lists.</summary>
    public static IEnumerable<string[]> Combinations(params IEnumerable<string>[] dimensions) => dimensions.Aggregate(
        (IEnumerable<string[]>)[[]], (so, values) => so.SelectMany(head => values.Select(value => (string[])[.. head, value])));

    // "a/b" is either of the two, "!a/b" neither, "*" anything. Read once: a table is asked ten thousands of times.
    private sealed class Row(string[] cells)
    {
        private readonly (bool Not, string[] Values)[] parts =
            [.. cells.Select(cell => cell is "*" ? (true, []) : cell is ['!', .. var none] ? (true, none.Split('/')) : (false, cell.Split('/')))];

        public string[] Cells => cells;

        public bool Hit { get; set; }

        public bool Covers(string[] facts)
        {
            for (var i = 0; i < facts.Length; i++)
            {
                if (parts[i].Values.AsSpan().Contains(facts[i]) == parts[i].Not)
                {
                    return false;
                }
            }

            return true;
        }
    }
}
