using KmsGuard.Evaluate;

namespace KmsGuard.Report;

/// <summary>The most important of a run in a line, and how loud it is.</summary>
internal static class SweepHeadline
{
    private const int MaxSubject = 99;

    /// <summary>How loud.</summary>
    /// <remarks>
    /// A key in its last week is HIGH, like trouble, although nothing is wrong: within these days a person has to have looked,
    /// and afterwards nothing brings it back. Not CRITICAL: it was announced when it was scheduled, and every night since.
    /// A Region that is not finished is MEDIUM: as a rule the next slice goes on, but nobody may have asked for one.
    /// </remarks>
    public static Severity Severity(SweepReport report, SweepSummary summary) =>
        summary.Trouble || summary.LastChance.Count > 0 ? Evaluate.Severity.HIGH
        : summary.Deletions > 0 || report.Regions.Any(region => region.Status == RegionStatus.Incomplete) ? Evaluate.Severity.MEDIUM
        : Evaluate.Severity.INFO;

    /// <summary>For the subject: as many of the parts as fit, whole.</summary>
    public static string Subject(SweepReport report, SweepSummary summary)
    {
        var subject = $"[{Severity(report, summary)}] KmsGuard sweep: ";
        var left = MaxSubject - subject.Length;
        return subject + string.Join(", ", Parts(report, summary).TakeWhile(part => (left -= part.Length + 2) >= -2));
    }

    /// <summary>One sentence.</summary>
    public static string Of(SweepReport report, SweepSummary summary)
    {
        var sentence = string.Join(", ", Parts(report, summary));
        return $"{char.ToUpperInvariant(sentence[0])}{sentence[1..]}.";
    }

    // What cannot be taken back later comes first, then what somebody has to look into, then what was done.
    private static List<string> Parts(SweepReport report, SweepSummary summary)
    {
        var told = summary.LastChance.Count + summary.Later.Concat(summary.Undated).Count(key => key.Outcome == Outcome.Changed);
        var rotated = summary[Outcome.Changed].Count - summary.Deletions;
        List<string> parts = [];
        Add(summary.LastChance.Count, $"{Count.Keys(summary.LastChance.Count)} to be deleted within 7 days");
        Regions("failed", region => region.Status == RegionStatus.Failed);
        Add(HeldBy(Reason.BreakerOpen), $"{Count.Of(HeldBy(Reason.BreakerOpen), "due deletion")} stopped by the breaker");
        Add(summary[Outcome.Failed].Count, $"{Count.Keys(summary[Outcome.Failed].Count)} failed");
        Add(summary[Outcome.Unreadable].Count, $"{Count.Keys(summary[Outcome.Unreadable].Count)} unreadable");
        Regions("not adding up", region => !region.AddsUp);
        Add(summary.Deletions, Count.Of(summary.Deletions, "deletion") + " scheduled");
        Add(rotated, $"rotation set on {Count.Keys(rotated)}");
        Regions("not finished", region => region.Status == RegionStatus.Incomplete);
        Add(summary[Outcome.Planned].Count, Count.Of(summary[Outcome.Planned].Count, "change") + " planned");
        Add(summary.Pending - told, $"{Count.Of(summary.Pending - told, told > 0 ? "more key" : "key")} pending deletion");
        return parts.Count > 0 ? parts : ["nothing changed, and nothing is due"];

        void Add(int count, string part)
        {
            if (count > 0)
            {
                parts.Add(part);
            }
        }

        void Regions(string what, Func<RegionReport, bool> which)
        {
            var count = report.Regions.Count(which);
            Add(count, $"{Count.Of(count, "Region")} {what}");
        }

        int HeldBy(string reason) => summary.Held.FirstOrDefault(entry => entry.Reason == reason).Keys?.Count ?? 0;
    }
}
