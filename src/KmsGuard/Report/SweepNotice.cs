using KmsGuard.Evaluate;

namespace KmsGuard.Report;

/// <summary>Writes the notice of a sweep.</summary>
public static class SweepNotice
{
    private const int MaxSteps = 5;

    /// <summary>Whether a run is worth a message: something changed, is planned, went wrong or is not finished, or a key is
    /// pending deletion, every night until it is gone or saved.</summary>
    public static bool IsDue(SweepReport report, NoticeMode mode = NoticeMode.Due) =>
        mode switch
        {
            NoticeMode.Always => true,
            NoticeMode.None => false,
            _ => !report.Succeeded || report.Keys.Any(key => key.Outcome is Outcome.Changed or Outcome.Planned || key.IsPendingDeletion),
        };

    /// <summary>Writes.</summary>
    public static Notice Write(SweepReport report, MessageFormat format)
    {
        var summary = new SweepSummary(report);
        var subject = SweepHeadline.Subject(report, summary);
        return NoticeWriter.Write(subject, format switch
        {
            MessageFormat.Json => SweepAnswer.ToMessage(report),
            MessageFormat.Chat => Chat(report, summary, subject).ToMessage(),
            _ => SweepText.Write(report, summary, NoticeSize.Mail),
        }, new Dictionary<string, string?>
        {
            ["kind"] = "sweep",
            ["severity"] = SweepHeadline.Severity(report, summary).ToString(),
            ["event"] = "sweep",
        });
    }

    // The slices of one run make one thread.
    private static ChatContent Chat(SweepReport report, SweepSummary summary, string subject) => new()
    {
        Title = subject,
        Description = SweepText.Write(report, summary, NoticeSize.Chat),
        NextSteps = [.. summary.LastChance.Take(MaxSteps).Select(key => $"Keep the key, {Countdown.Left(key)}: `{Undo.Deletion(key)}`")],
        Keywords = ["KmsGuard", SweepHeadline.Severity(report, summary).ToString(), "sweep"],
        ThreadId = report.RunId,
        EventType = "sweep",
        RelatedResources = [.. summary.LastChance.Take(MaxSteps).Select(key => key.Arn)],
    };
}
