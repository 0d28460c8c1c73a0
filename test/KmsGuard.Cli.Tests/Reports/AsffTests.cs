using System.Text.Json;
using KmsGuard.Cli.Output.Asff;
using KmsGuard.Detect;
using KmsGuard.Evaluate;
using KmsGuard.Report;
using KmsGuard.Testing;

namespace KmsGuard.Cli.Tests.Reports;

public sealed class AsffTests
{
    /// <summary>A key of <see cref="Ledgers"/>, and its findings.</summary>
    public static TheoryData<int, string> Cases => new()
    {
        { 0, "rotation PASSED, pending-deletion PASSED, disabled PASSED, readable PASSED" },
        { 2, "rotation PASSED, pending-deletion PASSED, disabled PASSED, readable PASSED" },
        { 3, "rotation FAILED, pending-deletion PASSED, disabled PASSED, readable PASSED" },
        { 4, "pending-deletion PASSED, disabled PASSED, readable PASSED" },
        { 5, "rotation FAILED, pending-deletion PASSED, disabled PASSED, readable PASSED" },
        { 6, "rotation NOT_AVAILABLE, pending-deletion PASSED, disabled FAILED, readable PASSED" },
        { 8, "rotation NOT_AVAILABLE, pending-deletion FAILED, disabled PASSED, readable PASSED" },
        { 10, "" },
        { 11, "readable WARNING" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_key_has_a_finding_for_what_fails_and_one_that_closes_it_for_what_does_not(int number, string expected)
    {
        var findings = AsffFinding.Of(Ledgers.Key(number)).ToList();

        string.Join(", ", findings.Select(finding => $"{finding.Check.Name} {finding.Status}")).ShouldBe(expected);
        findings.ShouldAllBe(finding => finding.Active == (finding.Status == "FAILED" || finding.Status == "WARNING"));
        findings.Where(finding => !finding.Active).ShouldAllBe(finding => finding.Severity == "INFORMATIONAL");
    }

    [Fact]
    public void Parts_are_of_one_account_and_Region_at_most_a_hundred_findings_and_what_fails_comes_first()
    {
        var report = Ledgers.Of(2_000, regions: 3, accounts: 2);

        var parts = AsffPart.Of(report).ToList();

        parts.ShouldAllBe(part => part.Findings.Count <= 100 && part.Findings.All(finding => finding.Arn.Account == part.Account && finding.Arn.Region == part.Region));
        parts.Sum(part => part.Findings.Count).ShouldBe(report.Keys.SelectMany(AsffFinding.Of).Count());
        foreach (var place in parts.GroupBy(part => (part.Account, part.Region)))
        {
            var active = place.SelectMany(part => part.Findings).Select(finding => finding.Active).ToList();
            active.ShouldBe(active.OrderDescending());
        }
    }

    [Theory]
    [InlineData("aws", "eu-west-1")]
    [InlineData("aws-us-gov", "us-gov-west-1")]
    [InlineData("aws-cn", "cn-north-1")]
    public void A_finding_is_of_the_partition_and_Region_of_its_key_and_keeps_its_id(string partition, string region)
    {
        var key = Ledgers.Key(3, region, partition: partition);

        var first = Findings(Ledgers.Of(key))[0];
        var second = Findings(Ledgers.Of(key) with { RunId = "20270101T030000Z-1234abcd", FinishedAt = Ledgers.Now.AddDays(40) })[0];

        first.GetProperty("ProductArn").GetString().ShouldBe($"arn:{partition}:securityhub:{region}:111122223333:product/111122223333/default");
        first.GetProperty("Id").GetString().ShouldBe($"kmsguard/{key.Arn}/rotation");
        second.GetProperty("Id").GetString().ShouldBe(first.GetProperty("Id").GetString());
        second.GetProperty("UpdatedAt").GetString().ShouldNotBe(first.GetProperty("UpdatedAt").GetString());
    }

    [BotocoreFact]
    public async Task Findings_are_as_botocores_model_has_them_whatever_somebody_wrote()
    {
        var hostile = Hostile.Texts.Select((text, i) => Ledgers.Key(i) with { Aliases = [text, ""], Detail = string.Concat(Enumerable.Repeat(text, 400)), Reasons = [text] });
        var states = Enum.GetValues<KeyState>().Select((state, i) => new KeyReport(Ledgers.Arn(5_000 + i), state, Outcome.Ineligible, null, null, [], ""));
        var report = Ledgers.In([.. Ledgers.Of(1_000, regions: 3, accounts: 2).Keys, .. hostile.Concat(states)]);
        var folder = Directory.CreateTempSubdirectory("kmsguard-asff-");
        try
        {
            var files = new List<string>();
            foreach (var part in AsffPart.Of(report))
            {
                files.Add(Path.Combine(folder.FullName, $"{files.Count}.json"));
                await File.WriteAllTextAsync(files[^1], Write(report, part.Findings));
            }

            var (exitCode, output, error) = await Command.RunAsync(
                new("python3", [Path.Combine(RepositoryRoot.Find(), "test/KmsGuard.Cli.Tests/Reports/validate-findings.py"), .. files]));

            exitCode.ShouldBe(0, error);
            output.Trim().ShouldBe($"{report.Keys.SelectMany(AsffFinding.Of).Count()}");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static List<JsonElement> Findings(SweepReport report) =>
        [.. AsffPart.Of(report).SelectMany(part => JsonDocument.Parse(Write(report, part.Findings)).RootElement.EnumerateArray())];

    private static string Write(SweepReport report, IEnumerable<AsffFinding> findings)
    {
        using var writer = new StringWriter();
        AsffWriter.Write(report, findings, writer);
        writer.ToString().ShouldStartWith(AsffWriter.Beginning);
        return writer.ToString();
    }
}
