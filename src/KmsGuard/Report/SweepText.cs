using System.Globalization;
using System.Text;
using KmsGuard.Detect;
using KmsGuard.Evaluate;

namespace KmsGuard.Report;

/// <summary>A run as people read it: what cannot wait first, the bookkeeping last.</summary>
internal sealed class SweepText
{
    private readonly StringBuilder text = new();
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
        writer.Countdown();
        writer.Section("Changed", Outcome.Changed);
        writer.Section("Planned (nothing was written)", Outcome.Planned);
        writer.Section("Failed", Outcome.Failed);
        writer.Section("Could not be read", Outcome.Unreadable);
        writer.Held();
        writer.Money();
        writer.Regions();
        return writer.text.ToString();
    }

    /// <summary>How long a key has left.</summary>
    public static string Left(KeyReport key) => key.DaysLeft switch
    {
        null => "no date",
        0 => "DUE NOW",
        1 => "LESS THAN A DAY LEFT",
        var days => $"{days} days left",
    };

    private void Head()
    {
        Line(SweepHeadline.Of(report, summary));
        Line($"Sweep {report.RunId}, begun {Utc(report.StartedAt)}: rotation {KebabCase.Of(report.Rotation)}, deletion {KebabCase.Of(report.Deletion)}.");
        if (report.Warnings.Count > 0)
        {
            Line("");
            List(report.Warnings, size.Regions, warning => Line($"Warning: {SafeText.OneLine(warning, 300)}"));
        }
    }

    private void Countdown()
    {
        if (summary.LastChance.Count > 0)
        {
            Title("PENDING DELETION, 7 DAYS OR LESS: LAST CHANCE", summary.LastChance.Count);
            Line("With a key, everything it ever encrypted is lost for good. The line below a key keeps it;");
            Line("with --re-enable it can be used again, too. Keep it if you are not sure.");
            List(summary.LastChance, size.LastChance, Doomed);
        }

        if (summary.Later.Count > 0)
        {
            Title("Pending deletion, later", summary.Later.Count);
            List(summary.Later, size.Keys, Doomed);
        }

        if (summary.Undated.Count > 0)
        {
            Title("Pending deletion, no date", summary.Undated.Count);
            List(summary.Undated, size.Keys, Doomed);
        }

        if (Undo.Deletions(report) is { } command)
        {
            Line("\nTo take every deletion of this run back:");
            Line($"  {command}");
        }
    }

    private void Doomed(KeyReport key)
    {
        var own = key.Outcome == Outcome.Changed ? ", scheduled by this run" : "";
        Line(key switch
        {
            { DeletionDate: { } date } => $"  {Left(key)}, on {Utc(date)}{own}",
            { State: KeyState.PendingReplicaDeletion } => $"  no date: its waiting period begins when its last replica is deleted{own}",
            _ => $"  the date could not be read{own}",
        });
        Line($"    {Undo.Deletion(key)}");
    }

    private void Section(string title, Outcome outcome)
    {
        var keys = summary[outcome];
        if (keys.Count > 0)
        {
            Title(title, keys.Count);
            List(keys, size.Keys, key =>
            {
                Line($"  {key.Arn}");
                Line($"    {Why(key)}");
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
        Title("Held back from deletion", count);
        Line("Counted by reason; a key with several counts under each.");
        foreach (var (reason, keys) in summary.Held)
        {
            Line($"  {keys.Count} {reason}{(HeldReason.Words(reason) is { Length: > 0 } words ? $": {words}" : "")}");
            List(keys, size.Examples, key => Line($"      {key.Arn}{Evidence(key)}"), "      ");
        }
    }

    private void Money()
    {
        var saving = report.Deletion == RuleMode.Enforce ? "this run saves" : "its deletions, if enforced, would save";
        Line($"\nDisabled keys cost {report.Totals.MonthlyCostUsd} USD a month; {saving} {report.Totals.MonthlySavingUsd} USD of it.");
        if (summary.Saved > 0)
        {
            Line($"Keys pending deletion cost nothing any more, which is {summary.Saved} USD a month.");
        }
    }

    private void Regions()
    {
        var absent = report.Regions.Where(region => region.Status == RegionStatus.NotEnabled).Select(region => region.Region).Distinct().ToList();
        Line("\nRegions");
        List(report.Regions.Where(region => region.Status != RegionStatus.NotEnabled).OrderBy(region => region.Rank).ToList(), size.Regions, region =>
        {
            var (error, place) = (region.Error is { } why ? $": {SafeText.OneLine(why, 300)}" : "", $"{region.Account} {region.Region}".TrimStart());
            Line(region.Status switch
            {
                RegionStatus.Incomplete => $"  {place}: incomplete, {Sum(region.Listed, region.Outcomes)} so far: the run goes on from there, and a following slice tells the rest{error}",
                _ => $"  {place}: {KebabCase.Of(region.Status)}, {Sum(region.Listed, region.Outcomes)}{error}",
            });
        });
        if (absent.Count > 0)
        {
            Line($"  not enabled: {string.Join(", ", absent)}");
        }

        Line($"Total: {Sum(report.Totals.Listed, report.Totals.Outcomes)}.");
    }

    private string Why(KeyReport key) =>
        string.Join(" ", new[] { string.Join(", ", key.Reasons), key.Action is null ? "" : $"-> {key.Action}" }.Where(part => part.Length > 0)) + Evidence(key);

    private string Evidence(KeyReport key) => SafeText.OneLine(key.Detail, size.Line) is { Length: > 0 } evidence ? $": {evidence}" : "";

    private static string Sum(int listed, IReadOnlyDictionary<string, int> outcomes) =>
        Count.Keys(listed) + (outcomes.Count == 0 ? "" : " = " + string.Join(" + ", outcomes.Select(outcome => $"{outcome.Value} {outcome.Key}")));

    private static string Utc(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    private void List<T>(IReadOnlyList<T> items, int max, Action<T> write, string indent = "  ")
    {
        foreach (var item in items.Take(max))
        {
            write(item);
        }

        if (items.Count > max)
        {
            Line($"{indent}and {items.Count - max} more");
        }
    }

    private void Title(string title, int count) => Line($"\n{title}: {Count.Keys(count)}");

    private void Line(string line) => text.Append(line).Append('\n');
}
