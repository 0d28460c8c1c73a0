using System.Globalization;
using System.Text;
using System.Text.Json;
using KmsGuard.Detect;
using KmsGuard.Evaluate;
using KmsGuard.Remediate;

namespace KmsGuard.Report;

/// <summary>Writes the notice of a sweep: what changed, what is due, what is held and why, what could not be read.</summary>
public static class SweepNotice
{
    private const int MaxKeysShown = 50;

    /// <summary>Whether a run is worth a message: something changed, is due, failed or could not be read.</summary>
    public static bool IsDue(SweepReport report) =>
        !report.Succeeded || report.Keys.Any(key => key.Outcome is Outcome.Changed or Outcome.Planned);

    /// <summary>Writes.</summary>
    public static Notice Write(SweepReport report, MessageFormat format) => NoticeWriter.Write(
        format,
        $"[{Severity(report)}] KmsGuard sweep {report.RunId}: {Count(report, Outcome.Changed)} changed, {Count(report, Outcome.Planned)} planned, "
            + $"{Count(report, Outcome.Failed) + Count(report, Outcome.Unreadable)} failed or unreadable",
        Text(report),
        () => JsonSerializer.Serialize(SweepAnswer.Fit(report), ReportJson.Default.SweepReport),
        new Dictionary<string, string?> { ["kind"] = "sweep", ["severity"] = Severity(report).ToString(), ["event"] = "sweep" });

    /// <summary>The ledger as people read it.</summary>
    public static string Text(SweepReport report)
    {
        var text = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"Sweep {report.RunId}: rotation {KebabCase.Of(report.Rotation)}, deletion {KebabCase.Of(report.Deletion)}.\n\n");
        foreach (var region in report.Regions)
        {
            text.Append(CultureInfo.InvariantCulture, $"{region.Account} {region.Region}: {KebabCase.Of(region.Status)}, {region.Listed} keys{Sum(region.Outcomes)}")
                .Append(region.Error is { } error ? $" - {SafeText.OneLine(error, 300)}" : "").Append('\n');
        }

        Section(text, "Changed", report, Outcome.Changed);
        Section(text, "Planned (nothing was written)", report, Outcome.Planned);
        Section(text, "Failed", report, Outcome.Failed);
        Section(text, "Could not be read", report, Outcome.Unreadable);
        Section(text, "Held back from deletion", report, Outcome.Held);
        foreach (var warning in report.Warnings)
        {
            text.Append("\nWarning: ").Append(SafeText.OneLine(warning, 300));
        }

        text.Append(CultureInfo.InvariantCulture, $"\nTotal: {report.Totals.Listed} keys{Sum(report.Totals.Outcomes)}.\n")
            .Append(CultureInfo.InvariantCulture, $"Disabled keys cost {report.Totals.MonthlyCostUsd} USD a month; this run saves {report.Totals.MonthlySavingUsd} USD of it.\n");
        var doomed = report.Keys
            .Where(key => key is { Outcome: Outcome.Changed, Action: nameof(KeyAction.ScheduleKeyDeletion) })
            .Select(key => KeyArn.Parse(key.Arn).Region).Distinct().ToList();
        if (doomed.Count > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"To take every deletion of this run back: kmsguard rollback --run {report.RunId} --regions {string.Join(',', doomed)}\n");
        }

        return text.ToString();
    }

    private static void Section(StringBuilder text, string title, SweepReport report, Outcome outcome)
    {
        var keys = report.Keys.Where(key => key.Outcome == outcome).ToList();
        if (keys.Count == 0)
        {
            return;
        }

        text.Append(CultureInfo.InvariantCulture, $"\n{title}: {keys.Count}\n");
        foreach (var key in keys.Take(MaxKeysShown))
        {
            text.Append(CultureInfo.InvariantCulture, $"  {key.Arn}\n    {string.Join(", ", key.Reasons)}{(key.Action is null ? "" : $" -> {key.Action}")}: {SafeText.OneLine(key.Detail, 300)}\n");
        }

        if (keys.Count > MaxKeysShown)
        {
            text.Append(CultureInfo.InvariantCulture, $"  and {keys.Count - MaxKeysShown} more\n");
        }
    }

    private static string Sum(IReadOnlyDictionary<string, int> outcomes) =>
        outcomes.Count == 0 ? "" : " = " + string.Join(" + ", outcomes.Select(outcome => $"{outcome.Value} {outcome.Key}"));

    private static int Count(SweepReport report, Outcome outcome) => report.Totals.Outcomes.GetValueOrDefault(KebabCase.Of(outcome));

    private static Severity Severity(SweepReport report) =>
        !report.Succeeded ? Evaluate.Severity.HIGH
        : report.Keys.Any(key => key is { Outcome: Outcome.Changed, Rule: Decision.DeletionRule }) ? Evaluate.Severity.MEDIUM
        : Evaluate.Severity.INFO;
}
