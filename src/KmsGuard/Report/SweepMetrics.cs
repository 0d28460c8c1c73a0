using KmsGuard.Evaluate;

namespace KmsGuard.Report;

/// <summary>The metrics of a sweep. Those of a run in slices add up to the run's.</summary>
public static class SweepMetrics
{
    private const string Function = "sweep";
    private const string Count = "Count";

    /// <summary>A line for the run, and one for each Region and outcome.</summary>
    /// <remarks>
    /// Each combination of dimensions is a metric that costs money, so there are at most nine a Region, some 300 in all; accounts
    /// are summed up, because a hundred of them would make 30,000: the log's decisions tell accounts and keys apart. Outcomes
    /// that do not occur are written as 0, for an alarm on <c>failed</c> to end by itself. A line has few figures of the 100 that
    /// the format allows: one line with every Region would need a name for each.
    /// </remarks>
    public static IEnumerable<string> Of(SweepReport report, DateTimeOffset now)
    {
        yield return EmbeddedMetrics.Write(now, Function, [], Run(report));
        foreach (var region in report.Regions.Where(region => region.Status != RegionStatus.NotEnabled).GroupBy(region => region.Region))
        {
            foreach (var outcome in Enum.GetValues<Outcome>().Select(KebabCase.Of))
            {
                yield return EmbeddedMetrics.Write(
                    now,
                    Function,
                    [new("Region", region.Key), new("Outcome", outcome)],
                    [new("Keys", Count, region.Sum(account => account.Outcomes.GetValueOrDefault(outcome)))]);
            }
        }
    }

    private static Metric[] Run(SweepReport report) =>
    [
        new("SweepSeconds", "Seconds", Math.Max(0, (report.FinishedAt - report.StartedAt).TotalSeconds)),
        new("KeysListed", Count, report.Totals.Listed),
        new("KeysFailed", Count, report.Totals.Outcomes.GetValueOrDefault(KebabCase.Of(Outcome.Failed)) + report.Totals.Outcomes.GetValueOrDefault(KebabCase.Of(Outcome.Unreadable))),
        new("ThrottledCalls", Count, report.Regions.Sum(region => region.Throttled)),
        new("PendingDeletions", Count, report.Keys.Count(key => key.IsPendingDeletion)),
        new("PendingWithinSevenDays", Count, report.Keys.Count(key => key.IsLastChance)),
        new("RegionsFailed", Count, report.Regions.Count(region => region.Status == RegionStatus.Failed)),
        new("RegionsIncomplete", Count, report.Regions.Count(region => region.Status == RegionStatus.Incomplete)),
    ];
}
