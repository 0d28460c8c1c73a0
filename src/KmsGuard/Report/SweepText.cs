using KmsGuard.Evaluate;

namespace KmsGuard.Report;

/// <summary>A run as people read it: what cannot wait first, the bookkeeping last.</summary>
internal sealed class SweepText
{
    private readonly NoticeLines text = new();
    private readonly SweepReport report;
    private readonly SweepSummary summary;
    private readonly NoticeSize size;

    private SweepText(SweepReport report, SweepSummary summary, NoticeSize size) =>
        (this.report, this.summary, this.size) = (report, summary, size);

    /// <summary>Writes.</summary>
    public static string Write(SweepReport report, SweepSummary summary, NoticeSize size)
    {
        var writer = new SweepText(report, summary, size);
        writer.Head();
        Countdown.Write(writer.text, report, summary, size);
        writer.Section("Changed", Outcome.Changed);
        writer.Section("Planned (nothing was written)", Outcome.Planned);
        writer.Section("Failed", Outcome.Failed);
        writer.Section("Could not be read", Outcome.Unreadable);
        writer.Held();
        writer.Money();
        writer.Regions();
        return writer.text.ToString();
    }

    private void Head()
    {
        text.Line(SweepHeadline.Of(report, summary));
        text.Line($"Sweep {report.RunId}, begun {NoticeLines.Utc(report.StartedAt)}: rotation {KebabCase.Of(report.Rotation)}, deletion {KebabCase.Of(report.Deletion)}.");
        if (report.Warnings.Count > 0)
        {
            text.Line("");
            text.List(report.Warnings, size.Regions, warning => text.Line($"Warning: {SafeText.OneLine(warning, 300)}"));
        }
    }

    private void Section(string title, Outcome outcome)
    {
        var keys = summary[outcome];
        if (keys.Count > 0)
        {
            text.Title(title, keys.Count);
            text.List(keys, size.Keys, key =>
            {
                text.Line($"  {key.Arn}");
                text.Line($"    {Why(key)}");
            });
        }
    }

    private void Held()
    {
        if (summary.Held.Count == 0)
        {
            return;
        }

        var count = report.Totals.Outcomes.GetValueOrDefault(KebabCase.Of(Outcome.Held));
        text.Title("Held back from deletion", count);
        text.Line("Counted by reason; a key with several counts under each.");
        foreach (var (reason, keys) in summary.Held)
        {
            text.Line($"  {keys.Count} {reason}{(HeldReason.Words(reason) is { Length: > 0 } words ? $": {words}" : "")}");
            text.List(keys, size.Examples, key => text.Line($"      {key.Arn}{Evidence(key)}"), "      ");
        }
    }

    private void Money()
    {
        var saves = report.Deletion == RuleMode.Enforce ? "this run saves" : "the deletions planned would save";
        var saving = report.Totals.MonthlySavingUsd > 0 ? $"; {saves} {report.Totals.MonthlySavingUsd} USD of it" : "";
        text.Line($"\nDisabled keys cost {report.Totals.MonthlyCostUsd} USD a month{saving}.");
        if (summary.Saved > 0)
        {
            text.Line($"Keys pending deletion cost nothing any more, which is {summary.Saved} USD a month.");
        }
    }

    private void Regions()
    {
        var absent = report.Regions.Where(region => region.Status == RegionStatus.NotEnabled).Select(region => region.Region).Distinct().ToList();
        text.Line("\nRegions");
        text.List(report.Regions.Where(region => region.Status != RegionStatus.NotEnabled).OrderBy(region => region.Rank).ToList(), size.Regions, region =>
        {
            var (error, place) = (region.Error is { } why ? $": {SafeText.OneLine(why, 300)}" : "", $"{region.Account} {region.Region}".TrimStart());
            text.Line(region.Status switch
            {
                RegionStatus.Incomplete => $"  {place}: incomplete, {Sum(region.Listed, region.Outcomes)} so far: the run goes on from there, and a following slice tells the rest{error}",
                _ => $"  {place}: {KebabCase.Of(region.Status)}, {Sum(region.Listed, region.Outcomes)}{error}",
            });
        });
        if (absent.Count > 0)
        {
            text.Line($"  not enabled: {string.Join(", ", absent)}");
        }

        text.Line($"Total: {Sum(report.Totals.Listed, report.Totals.Outcomes)}.");
    }

    private string Why(KeyReport key) =>
        string.Join(" ", new[] { string.Join(", ", key.Reasons), key.Action is null ? "" : $"-> {key.Action}" }.Where(part => part.Length > 0)) + Evidence(key);

    private string Evidence(KeyReport key) => SafeText.OneLine(key.Detail, size.Line) is { Length: > 0 } evidence ? $": {evidence}" : "";

    private static string Sum(int listed, IReadOnlyDictionary<string, int> outcomes) =>
        Count.Keys(listed) + (outcomes.Count == 0 ? "" : " = " + string.Join(" + ", outcomes.Select(outcome => $"{outcome.Value} {outcome.Key}")));
}
