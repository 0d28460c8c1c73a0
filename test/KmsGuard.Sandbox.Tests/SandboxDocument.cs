using KmsGuard.Testing;

namespace KmsGuard.Sandbox.Tests;

/// <summary>docs/sandbox.md, whose tables are the data of tests.</summary>
internal static class SandboxDocument
{
    public static readonly string[] Lines = File.ReadAllLines(SourceTree.PathTo("docs", "sandbox.md"));

    public static List<string[]> Table(string firstColumn) => MarkdownTable.Read(Lines, firstColumn);

    /// <summary>A table with an operation in front and a cell for each kind of key: the operation, the kind, the cell.</summary>
    /// <param name="firstColumn">The name of the table's first column.</param>
    /// <param name="after">How many columns follow the kinds.</param>
    public static TheoryData<string, string, string> Cells(string firstColumn, int after)
    {
        var kinds = MarkdownTable.Columns(Lines, firstColumn)[1..^after];
        var data = new TheoryData<string, string, string>();
        foreach (var row in Table(firstColumn))
        {
            foreach (var (column, kind) in kinds.Index())
            {
                data.Add(Linked(row[0]).Text, kind, row[column + 1]);
            }
        }

        return data;
    }

    /// <summary>The parts of <c>[text](target)</c>.</summary>
    public static (string Text, string Target) Linked(string cell) =>
        cell.Trim('[', ')').Split("](") is [var text, var target] ? (text, target) : (cell, "");

    /// <summary>An answer without the question mark of what AWS leaves open.</summary>
    public static string Answer(string cell) => cell.TrimEnd('?');
}
