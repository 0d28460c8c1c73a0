using System.Text.Json;
using KmsGuard.Evaluate;

namespace KmsGuard.Report;

/// <summary>A ledger cut to what a function may answer and a message may carry. Its counts stay whole.</summary>
public static class SweepAnswer
{
    // SNS takes 256 KB, an asynchronous Lambda destination 1 MB: the smaller one serves both, with room for the rest.
    private const int MaxKeyBytes = 180_000;

    /// <summary>Leaves out the keys that nobody has to look at, and of the others as many as do not fit.</summary>
    public static SweepReport Fit(SweepReport report)
    {
        var room = MaxKeyBytes;
        var keys = report.Keys
            .Where(key => key.Outcome is not (Outcome.AwsManaged or Outcome.Compliant))
            .OrderBy(key => Rank(key.Outcome))
            .TakeWhile(key => (room -= JsonSerializer.SerializeToUtf8Bytes(key, ReportJson.Default.KeyReport).Length + 1) > 0);
        return report with { Keys = [.. keys] };
    }

    private static int Rank(Outcome outcome) => outcome switch
    {
        Outcome.Failed => 0,
        Outcome.Unreadable => 1,
        Outcome.Changed => 2,
        Outcome.Planned => 3,
        Outcome.Held => 4,
        _ => 5,
    };
}
