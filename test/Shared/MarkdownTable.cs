namespace KmsGuard.Testing;

/// <summary>Tables of the documents, to be compared with the code. Each is found by the name of its first column.</summary>
internal static class MarkdownTable
{
    /// <summary>The rows, without the marks of code.</summary>
    public static List<string[]> Read(IEnumerable<string> document, string firstColumn)
    {
        var rows = Lines(document, firstColumn).Skip(2).Select(Cells).ToList();
        rows.ShouldNotBeEmpty($"the document has no table of {firstColumn}s");
        return rows;
    }

    /// <summary>The names of all columns.</summary>
    public static string[] Columns(IEnumerable<string> document, string firstColumn) => Cells(Lines(document, firstColumn).First());

    private static IEnumerable<string> Lines(IEnumerable<string> document, string firstColumn) => document
        .SkipWhile(line => !line.StartsWith($"| {firstColumn} |", StringComparison.Ordinal))
        .TakeWhile(line => line.StartsWith('|'));

    private static string[] Cells(string line) => [.. line.Trim('|').Split('|').Select(cell => cell.Trim().Trim('`'))];
}
