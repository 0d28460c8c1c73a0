using System.Text.Json;
using KmsGuard.Evaluate;

namespace KmsGuard.Report;

/// <summary>A ledger cut to what a function may answer and a message may carry. Its counts stay whole.</summary>
public static class SweepAnswer
{
    /// <summary>Leaves out the keys that nobody has to look at, and of the others as many as do not fit. Every Region stays:
    /// a following slice goes on from what they say.</summary>
    public static SweepReport Fit(SweepReport report)
    {
        var frame = report with { Keys = [] };
        return frame with
        {
            Keys = JsonRoom.Fit(
                report.Keys.Where(key => key.Outcome is not (Outcome.AwsManaged or Outcome.Compliant)).OrderBy(Rank),
                ReportJson.Default.KeyReport,
                JsonSerializer.SerializeToUtf8Bytes(frame, ReportJson.Default.SweepReport).Length),
        };
    }

    /// <summary>The same as a message, whose limit is strict: of very many Regions, those that need somebody come first.</summary>
    public static string ToMessage(SweepReport report) => JsonSerializer.Serialize(
        Fit(report with { Regions = JsonRoom.Fit(report.Regions.OrderBy(region => region.Rank), ReportJson.Default.RegionReport) }),
        ReportJson.Default.SweepReport);

    // What is about to be lost for ever comes first.
    private static int Rank(KeyReport key) => key switch
    {
        { IsLastChance: true } => 0,
        { Outcome: Outcome.Failed } => 1,
        { Outcome: Outcome.Unreadable } => 2,
        { Outcome: Outcome.Changed } => 3,
        { IsPendingDeletion: true } => 4,
        { Outcome: Outcome.Planned } => 5,
        { Outcome: Outcome.Held } => 6,
        _ => 7,
    };
}
