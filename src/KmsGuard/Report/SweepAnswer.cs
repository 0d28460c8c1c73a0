using KmsGuard.Evaluate;

namespace KmsGuard.Report;

/// <summary>A ledger cut to what a function may answer and a message may carry. Its counts stay whole.</summary>
public static class SweepAnswer
{
    /// <summary>Leaves out the keys that nobody has to look at, and of the others as many as do not fit.</summary>
    public static SweepReport Fit(SweepReport report) => report with
    {
        Keys = JsonRoom.Fit(
            report.Keys.Where(key => key.Outcome is not (Outcome.AwsManaged or Outcome.Compliant)).OrderBy(key => Rank(key.Outcome)),
            ReportJson.Default.KeyReport),
    };

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
