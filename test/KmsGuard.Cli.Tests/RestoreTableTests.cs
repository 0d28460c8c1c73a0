using KmsGuard.Cli.Output;
using KmsGuard.Detect;
using KmsGuard.Restore;

namespace KmsGuard.Cli.Tests;

public class RestoreTableTests
{
    private static readonly RollbackReport Report = new(false, null, "test", null,
    [
        new("key-1", KeyState.PendingDeletion, KeyState.Enabled, RollbackOutcome.Restored, null) { MultiRegion = MultiRegionKind.Primary, Note = "a [note]" },
        new("key-2", null, null, RollbackOutcome.NotFound, "gone"),
    ]);

    [Fact]
    public void A_terminal_gets_a_table_with_everything_in_it()
    {
        var lines = Written(terminal: true).Split('\n');

        lines.ShouldContain(line => line.StartsWith("restored   key-1  PendingDeletion -> Enabled (primary)"));
        lines.ShouldContain(line => line.Trim() == "a [note]");
        lines.ShouldContain(line => line.StartsWith("not-found  key-2  ? -> ?"));
        lines.ShouldContain("2 keys: 1 restored, 1 not-found");
    }

    [Fact]
    public void A_file_gets_lines_that_other_programs_can_search() =>
        Written(terminal: false).ShouldContain("restored     key-1 (primary)  PendingDeletion -> Enabled  a [note]\n");

    private static string Written(bool terminal)
    {
        using var writer = new StringWriter();
        RestoreTable.Write(Report, Terminal.On(writer, default), terminal);
        return writer.ToString();
    }
}
