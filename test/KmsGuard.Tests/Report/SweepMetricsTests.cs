using KmsGuard.Evaluate;
using KmsGuard.Report;

namespace KmsGuard.Tests.Report;

public sealed class SweepMetricsTests
{
    [Fact]
    public void A_run_is_measured_in_one_line()
    {
        var line = Read(Runs.Eventful())[0];

        line.Dimensions.ShouldBe(new Dictionary<string, string> { ["Function"] = "sweep" });
        line.Metrics.ShouldBe(new Dictionary<string, (string, double)>
        {
            ["SweepSeconds"] = ("Seconds", 95),
            ["KeysListed"] = ("Count", 16),
            ["KeysFailed"] = ("Count", 2),
            ["ThrottledCalls"] = ("Count", 10),
            ["PendingDeletions"] = ("Count", 5),
            ["PendingWithinSevenDays"] = ("Count", 2),
            ["RegionsFailed"] = ("Count", 1),
            ["RegionsIncomplete"] = ("Count", 1),
        });
    }

    [Fact]
    public void Keys_are_counted_by_Region_and_outcome_and_add_up_to_the_keys_listed()
    {
        var lines = Read(Runs.Eventful())[1..];

        lines.Count.ShouldBe(3 * Enum.GetValues<Outcome>().Length);
        lines.ShouldAllBe(line => line.Dimensions["Region"] != "ap-east-1" && line.Dimensions["Region"] != "me-south-1");
        Keys(lines, "eu-west-1", "held").ShouldBe(5);
        Keys(lines, "eu-west-1", "exempt").ShouldBe(0);
        lines.Sum(line => line.Metrics["Keys"].Value).ShouldBe(16);
    }

    [Fact]
    public void Accounts_are_summed_up_because_each_would_multiply_the_metrics()
    {
        var (one, other) = (Runs.Region("eu-west-1", keys: [Runs.Rotated(1)]), Runs.Region("eu-west-1", keys: [Runs.Rotated(2)]) with { Account = "444455556666" });

        var lines = Read(Runs.In([one, other], [Runs.Rotated(1), Runs.Rotated(2)]))[1..];

        lines.Count.ShouldBe(Enum.GetValues<Outcome>().Length);
        Keys(lines, "eu-west-1", "changed").ShouldBe(2);
    }

    private static List<EmfLine> Read(SweepReport report) => [.. SweepMetrics.Of(report, Tests.Keys.Now).Select(EmfLine.Read)];

    private static double Keys(IEnumerable<EmfLine> lines, string region, string outcome) =>
        lines.Single(line => line.Dimensions["Region"] == region && line.Dimensions["Outcome"] == outcome).Metrics["Keys"].Value;
}
