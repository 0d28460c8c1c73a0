using System.Globalization;
using System.Text.RegularExpressions;

namespace KmsGuard.Cli.Tests;

public sealed class DemoCommandTests
{
    [Fact]
    public async Task The_demo_ends_well_and_its_ledger_adds_up()
    {
        var answer = await CommandFixture.RunBareAsync("", "demo");

        answer.ExitCode.ShouldBe(0, answer.Output + answer.Error);
        answer.Error.ShouldBeEmpty();
        answer.Output.ShouldNotContain("\e");
        answer.Output.ShouldNotContain("NOT SO");
        var ledger = answer.Output.Split("the ledger\n")[1];
        var rows = Regex.Matches(ledger, @"^ .*?((?: +\d+){9}) *$", RegexOptions.Multiline)
            .Select(row => row.Groups[1].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(number => int.Parse(number, CultureInfo.InvariantCulture)).ToArray())
            .ToList();
        rows.Count.ShouldBe(12);
        rows.ShouldAllBe(row => row.Take(8).Sum() == row[8]);
        foreach (var sweep in rows.Chunk(4))
        {
            Enumerable.Range(0, 9).ShouldAllBe(column => sweep.Take(3).Sum(region => region[column]) == sweep[3][column]);
        }
    }

    [Fact]
    public async Task The_people_of_the_story_get_their_mail()
    {
        var answer = await CommandFixture.RunBareAsync("", "demo");

        string[] subjects =
        [
            "[HIGH] KMS key disabled: alias/orders-db",
            "[CRITICAL] KMS key deletion scheduled: alias/invoices-archive",
            "[INFO] KMS key deletion cancelled: alias/invoices-archive",
            "[CRITICAL] KMS Encrypt on a doomed key: alias/old-staging-db",
        ];
        foreach (var subject in subjects)
        {
            answer.Output.ShouldContain($"| Subject: {subject}");
        }
    }
}
