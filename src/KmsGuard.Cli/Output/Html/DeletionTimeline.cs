using KmsGuard.Detect;
using KmsGuard.Evaluate;
using KmsGuard.Report;

namespace KmsGuard.Cli.Output.Html;

/// <summary>When keys will be gone: a line of days, a pin for each day on which some are, and the first of them by name.</summary>
internal static class DeletionTimeline
{
    private const int Named = 12, Foot = 120, Week = 7;

    // Percent of the width: room for the numbers at both ends.
    private const double From = 3, To = 97;

    /// <summary>Writes it.</summary>
    public static void Write(SweepReport report, HtmlWriter html)
    {
        html.Write($"<section aria-labelledby=\"pending\">\n<h2 id=\"pending\">Pending deletions</h2>\n");
        var dated = report.Keys.Where(key => key.IsPendingDeletion && key.DaysLeft is not null).OrderBy(key => key.DeletionDate).ToList();
        var waiting = report.Keys.Count(key => key.IsPendingDeletion) - dated.Count;
        if (dated.Count > 0)
        {
            Chart(dated, html);
            Names(report, dated, html);
        }
        else if (waiting == 0)
        {
            html.Write($"<p class=\"none\">No key is pending deletion.</p>\n");
        }

        if (waiting > 0)
        {
            html.Write($"<p>{Words.Count(waiting, "key has", "keys have")} no date yet: the waiting period begins when the last replica is gone.</p>\n");
        }

        html.Write($"</section>\n");
    }

    private static void Chart(List<KeyReport> dated, HtmlWriter html)
    {
        var days = dated.CountBy(key => key.DaysLeft!.Value).OrderBy(day => day.Key).ToList();
        var (last, most) = (Math.Max(30, days[^1].Key), days.Max(day => day.Value));
        var urgent = dated.Count(key => key.IsLastChance);
        html.Write($"""
            <figure><figcaption>{Words.Count(dated.Count, "key is", "keys are")} deleted within {Words.Count(days[^1].Key, "day")}, {(urgent == 0 ? "none" : $"{urgent}")} of them within a week.</figcaption>
            <svg class="timeline" width="100%" height="165" role="img" aria-label="Time line of pending deletions: {string.Join("; ", days.Select(day => $"in {Words.Count(day.Key, "day")} {Words.Count(day.Value, "key")}"))}">
            <rect class="zone" x="{At(0)}%" y="0" width="{At(Week) - At(0)}%" height="{Foot}"/><text class="label" x="{(At(0) + At(Week)) / 2}%" y="{Foot + 38}">within a week</text>
            <line class="axis" x1="{From}%" x2="{To}%" y1="{Foot}" y2="{Foot}"/>

            """);
        for (var day = 0; day <= last; day += Week)
        {
            html.Write($"<line class=\"tick\" x1=\"{At(day)}%\" x2=\"{At(day)}%\" y1=\"{Foot}\" y2=\"{Foot + 5}\"/><text class=\"label\" x=\"{At(day)}%\" y=\"{Foot + 20}\">{(day == 0 ? "now" : $"{day} d")}</text>\n");
        }

        foreach (var (day, count) in days)
        {
            var top = Foot - 24 - (66.0 * count / most);
            html.Write($"<line class=\"pin {(day <= Week ? "soon" : "later")}\" x1=\"{At(day)}%\" x2=\"{At(day)}%\" y1=\"{top}\" y2=\"{Foot}\"/><circle class=\"pin {(day <= Week ? "soon" : "later")}\" cx=\"{At(day)}%\" cy=\"{top}\" r=\"4.5\"/><text class=\"count\" x=\"{At(day)}%\" y=\"{top - 9}\">{count}</text>\n");
        }

        html.Write($"</svg></figure>\n");

        double At(int day) => From + ((To - From) * day / last);
    }

    private static void Names(SweepReport report, List<KeyReport> dated, HtmlWriter html)
    {
        html.Write($"<ol class=\"soonest\">\n");
        foreach (var key in dated.Take(Named))
        {
            var arn = KeyArn.Parse(key.Arn);
            html.Write($"<li><strong>{Words.Count(key.DaysLeft!.Value, "day")}</strong> <time datetime=\"{Words.Iso(key.DeletionDate!.Value)}\">{Words.Minute(key.DeletionDate.Value)}</time> <bdi>{Words.Name(key, arn.KeyId)}</bdi> <span class=\"soft\">{arn.Region}{(key.Outcome == Outcome.Changed ? ", scheduled by this run" : "")}</span></li>\n");
        }

        html.Write($"</ol>\n");
        if (dated.Count > Named)
        {
            html.Write($"<p>And {dated.Count - Named} more, in the table of keys.</p>\n");
        }

        if (Undo.Deletions(report) is not null)
        {
            html.Write($"<p>How to take back those of this run stands <a href=\"#undo\">at the foot</a>.</p>\n");
        }
    }
}
