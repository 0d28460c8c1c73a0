using System.Text.Json;
using KmsGuard.Evaluate;

namespace KmsGuard.Report;

/// <summary>A ledger cut to what a function may answer and a message may carry. Its counts stay whole.</summary>
public static class SweepAnswer
{
    private const int MaxText = 300, WarningBytes = 15_000, RegionBytes = 90_000;

    /// <summary>Leaves out the keys that nobody has to look at, and of the others as many as do not fit. Every Region stays:
    /// a following slice goes on from what they say.</summary>
    public static SweepReport Fit(SweepReport report)
    {
        var frame = report with
        {
            Keys = [],
            Regions = [.. report.Regions.Select(Shorten)],
            Warnings = JsonRoom.Fit(report.Warnings.Select(warning => SafeText.OneLine(warning, MaxText)), ReportJson.Default.String, WarningBytes),
        };
        return frame with
        {
            Keys = JsonRoom.Fit(
                report.Keys.Where(key => key.Outcome is not (Outcome.AwsManaged or Outcome.Compliant)).OrderBy(Rank).Select(Shorten),
                ReportJson.Default.KeyReport,
                JsonRoom.MaxBytes - JsonRoom.Size(frame, ReportJson.Default.SweepReport)),
        };
    }

    /// <summary>The same as a message, whose limit is strict: of very many Regions, those that need somebody come first.</summary>
    public static string ToMessage(SweepReport report)
    {
        var regions = report.Regions.OrderBy(region => region.Rank).Select(Shorten);
        return JsonSerializer.Serialize(
            Fit(report with { Regions = JsonRoom.Fit(regions, ReportJson.Default.RegionReport, RegionBytes) }), ReportJson.Default.SweepReport);
    }

    // AWS's messages are as long as AWS likes; one of them must not take the room of all keys.
    private static RegionReport Shorten(RegionReport region) =>
        region.Error is { } error ? region with { Error = SafeText.OneLine(error, MaxText) } : region;

    private static KeyReport Shorten(KeyReport key) => key with { Detail = SafeText.OneLine(key.Detail, 2 * MaxText) };

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
