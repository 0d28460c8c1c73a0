using KmsGuard.Cli.Output;
using KmsGuard.Evaluate;
using KmsGuard.Testing;

namespace KmsGuard.Cli.Tests;

/// <summary>A sweep's ledger as a terminal shows it, for people to read in a review.</summary>
public class SweepTableTests
{
    private static readonly string Folder = SourceTree.PathTo("test", "KmsGuard.Cli.Tests", "Snapshots");

    public static TheoryData<string, int?> Screens => new()
    {
        { "one-account", 80 }, { "one-account", 200 }, { "one-account", null },
        { "organization", 80 }, { "organization", 200 },
    };

    [Theory]
    [MemberData(nameof(Screens))]
    public void A_ledger_reads_as_its_snapshot(string name, int? columns)
    {
        var report = name == "organization" ? ShownLedgers.Organization() : ShownLedgers.OneAccount();

        Written(report, new(false, columns)).ShouldMatch(Path.Combine(Folder, $"sweep.{name}.{columns?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "file"}.txt"));
    }

    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(109)]
    [InlineData(110)]
    [InlineData(200)]
    public void No_line_is_wider_than_the_terminal_but_a_command_to_be_copied(int columns)
    {
        var lines = Written(ShownLedgers.OneAccount(), new(false, columns)).Split('\n');

        lines.Where(line => !line.Contains("kmsguard rollback", StringComparison.Ordinal)).ShouldAllBe(line => line.Length <= columns);
    }

    [Fact]
    public void Ids_are_whole_however_narrow_the_terminal_is() =>
        ShownLedgers.OneAccount().Keys.Where(key => key.Outcome is not (Outcome.AwsManaged or Outcome.Compliant)).Select(key => key.Arn.Split('/')[1])
            .ShouldAllBe(id => Written(ShownLedgers.OneAccount(), new(false, 60)).Contains(id, StringComparison.Ordinal));

    [Fact]
    public void What_comes_from_outside_is_inert_on_a_terminal_with_colours()
    {
        var text = Written(ShownLedgers.OneAccount(), new(true, 80));

        text.ShouldContain("\u001b[1m");
        text.ShouldNotContain("\u001b[31m");
        text.ShouldNotContain("\u202e");
        text.ShouldNotContain("\u0007");
        text.ShouldContain("[red]");
    }

    [Fact]
    public void Of_very_many_keys_a_terminal_gets_those_that_a_person_reads_and_a_file_gets_all()
    {
        var report = ShownLedgers.Of([.. Enumerable.Range(0, 250).Select(i => ShownLedgers.Held(i, "eu-west-1", ["alias/old"], Reason.Quarantine))]);

        Written(report, new(false, 80)).Split('\n').Count(line => line.Contains("-12ab-34cd-56ef-", StringComparison.Ordinal)).ShouldBe(100);
        Written(report, new(false, 80)).ShouldContain("and 150 more: --output html, csv or json has them all.");
        Written(report, default).Split('\n').Count(line => line.Contains("-12ab-34cd-56ef-", StringComparison.Ordinal)).ShouldBe(250);
    }

    private static string Written(KmsGuard.Report.SweepReport report, Screen screen)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        SweepLedger.Write(report, Terminal.On(writer, screen), screen.Columns is not null);
        // Tables fill up their cells.
        return string.Join('\n', writer.ToString().Split('\n').Select(line => line.TrimEnd()));
    }
}
