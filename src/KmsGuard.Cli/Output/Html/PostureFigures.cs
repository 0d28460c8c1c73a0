using System.Globalization;
using KmsGuard.Evaluate;
using KmsGuard.Report;

namespace KmsGuard.Cli.Output.Html;

/// <summary>The few numbers that a reader takes away.</summary>
internal static class PostureFigures
{
    /// <summary>Writes them.</summary>
    public static void Write(SweepReport report, Posture posture, HtmlWriter html)
    {
        html.Write($"<section aria-labelledby=\"posture\">\n<h2 id=\"posture\">Posture</h2>\n<dl class=\"figures\">\n");
        Figure("Rotating", Share(posture), Rotation(posture));
        Figure("Disabled", Number(posture.Disabled), Cost(report, posture));
        Figure("Pending deletion", Number(posture.Pending.Count), Deadline(posture));
        Figure("Not readable", Number(report.Keys.Count(key => key.Outcome == Outcome.Unreadable)), Unseen(posture));
        html.Write($"</dl>\n<p class=\"did\">What this run did: ");
        foreach (var outcome in new[] { Outcome.Changed, Outcome.Planned, Outcome.Held })
        {
            html.Write($"<strong>{Count(outcome)}</strong> {OutcomeLook.Name(outcome)}, ");
        }

        html.Write($"<strong>{Count(Outcome.Failed)}</strong> failed.</p>\n</section>\n");

        int Count(Outcome outcome) => report.Keys.Count(key => key.Outcome == outcome);

        void Figure(string name, string value, string note) =>
            html.Write($"<div><dt>{name}</dt><dd class=\"value\">{value}</dd><dd>{note}</dd></div>\n");
    }

    // Never rounded up to all of them.
    private static string Share(Posture posture) => posture.CanRotate == 0
        ? "none"
        : $"{Math.Floor(100m * posture.Rotating / posture.CanRotate).ToString(CultureInfo.InvariantCulture)}%";

    private static string Rotation(Posture posture) =>
        (posture.CanRotate == 0 ? "No key was found that can rotate" : $"{Number(posture.Rotating)} of the {Words.Count(posture.CanRotate, "key")} that can rotate")
        + (posture.RotationUnknown > 0 ? $"; of {Number(posture.RotationUnknown)} more it is not known" : "") + ".";

    private static string Cost(SweepReport report, Posture posture) =>
        posture.Disabled == 0 && report.Totals.MonthlyCostUsd == 0
            ? "Nothing is paid for disabled keys."
            : $"{Words.Dollars(report.Totals.MonthlyCostUsd)} a month before this run"
                + (report.Totals.MonthlySavingUsd > 0 ? $"; its deletions, done or planned, save {Words.Dollars(report.Totals.MonthlySavingUsd)} of it" : "") + ".";

    private static string Deadline(Posture posture) => posture.Pending switch
    {
        [] => "No key is about to be deleted.",
        [{ DaysLeft: { } days, DeletionDate: { } date }, ..] => $"The first in {Words.Count(days, "day")}, on {Words.Day(date)}.",
        _ => "No date yet: replicas are deleted first.",
    };

    private static string Unseen(Posture posture) => posture.Unseen.Count == 0
        ? "Every Region was read to its end."
        : $"And {Words.Count(posture.Unseen.Count, "Region was", "Regions were")} not read to the end.";

    private static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
