namespace KmsGuard.Tests.Report;

/// <summary>Tables of the documents, to be compared with the code.</summary>
internal static class MarkdownTable
{
    /// <summary>The rows of the table whose first column has that name, without the marks of code.</summary>
    public static List<string[]> Read(IEnumerable<string> document, string firstColumn)
    {
        var rows = document.SkipWhile(line => !line.StartsWith($"| {firstColumn} |", StringComparison.Ordinal)).Skip(2)
            .TakeWhile(line => line.StartsWith('|'))
            .Select(line => line.Trim('|').Split('|').Select(cell => cell.Trim().Trim('`')).ToArray())
            .ToList();
        rows.ShouldNotBeEmpty($"the document has no table of {firstColumn}s");
        return rows;
    }
}
