using KmsGuard.Evaluate;
using KmsGuard.Report;

namespace KmsGuard.Cli.Output.Html;

/// <summary>The head of the page: whose keys, when, and, before anything else, what this report does not know.</summary>
internal static class Opening
{
    private const int MostRegions = 40;

    /// <summary>Writes it.</summary>
    public static void Write(SweepReport report, Posture posture, HtmlWriter html)
    {
        html.Write($"""
            <header>
            <p class="kicker">KmsGuard sweep report</p>
            <h1>KMS keys of {Words.Accounts(report)}</h1>
            <p class="lead"><time datetime="{Words.Iso(report.FinishedAt)}">{Words.Minute(report.FinishedAt)}</time>, {Seen(report)}.
            {Modes(report)}</p>

            """);
        Trouble(report, posture, html);
        html.Write($"""
            <nav aria-label="On this page"><ul>
            <li><a href="#posture">Posture</a></li><li><a href="#regions">Regions</a></li><li><a href="#pending">Pending deletions</a></li>
            <li><a href="#disabled">Disabled keys</a></li><li><a href="#controls">Controls</a></li><li><a href="#keys">Every key</a></li>
            <li><a href="#about">About this run</a></li>
            </ul></nav>
            </header>

            """);
    }

    private static string Seen(SweepReport report)
    {
        var read = report.Regions.Where(region => region.Status == RegionStatus.Complete).ToList();
        return $"{Words.Count(report.Totals.Listed, "key")} listed in {Words.Count(read.Select(region => region.Region).Distinct().Count(), "Region")}";
    }

    private static string Modes(SweepReport report) =>
        report is { Rotation: not RuleMode.Enforce, Deletion: not RuleMode.Enforce }
            ? "A dry run: nothing was written."
            : $"Rotation {Mode(report.Rotation)}, deletion {Mode(report.Deletion)}.";

    private static string Mode(RuleMode mode) => mode switch
    {
        RuleMode.Enforce => "was enforced",
        RuleMode.DryRun => "was a dry run",
        _ => "was off",
    };

    private static void Trouble(SweepReport report, Posture posture, HtmlWriter html)
    {
        var unreadable = report.Keys.Count(key => key.Outcome == Outcome.Unreadable);
        var failed = report.Keys.Count(key => key.Outcome == Outcome.Failed);
        if (posture.Unseen.Count + unreadable + failed + report.Warnings.Count == 0)
        {
            html.Write($"<p class=\"whole\">Complete: every key that was listed was read, and has its outcome below.</p>\n");
            return;
        }

        var complete = posture.Unseen.Count + unreadable == 0;
        html.Write($"""
            <section class="{(complete ? "notice" : "alarm")}" aria-labelledby="trouble">
            <h2 id="trouble">{(complete ? "What somebody has to look at" : "This report is not complete")}</h2>
            <ul>

            """);
        foreach (var region in posture.Unseen.Take(MostRegions))
        {
            html.Write($"<li><strong>{region.Account} {region.Region}: {(region.AddsUp ? KebabCase.Of(region.Status) : "does not add up")}.</strong> {Why(region)}</li>\n");
        }

        Item(posture.Unseen.Count - MostRegions, "more Region", "that could not be read to the end: the table of Regions has them.");
        Item(unreadable, "key", "could not be read. Nothing was done with them; each row below says why.");
        Item(failed, "key", "on which what was due could not be done. Each row below says why.");
        foreach (var warning in report.Warnings)
        {
            html.Write($"<li>{warning}</li>\n");
        }

        html.Write($"</ul>\n</section>\n");

        void Item(int count, string what, string rest)
        {
            if (count > 0)
            {
                html.Write($"<li><strong>{Words.Count(count, what)}</strong> {rest}</li>\n");
            }
        }
    }

    private static string Why(RegionReport region) => region.Error ?? region.Status switch
    {
        RegionStatus.Incomplete => $"{Words.Count(region.Listed, "key")} were done before time ran out; the rest is not in this report.",
        _ => $"{Words.Count(region.Listed, "key")} listed, {Words.Count(region.Outcomes.Values.Sum(), "key")} decided on.",
    };
}
