using KmsGuard.Evaluate;
using KmsGuard.Report;

namespace KmsGuard.Cli.Output.Html;

/// <summary>The foot of the page: how to take the run back, and by what settings it went.</summary>
internal static class Closing
{
    /// <summary>Writes it.</summary>
    public static void Write(SweepReport report, string version, HtmlWriter html)
    {
        html.Write($"<footer>\n<h2 id=\"about\">About this run</h2>\n<h3 id=\"undo\">To take it back</h3>\n");
        if (Undo.Deletions(report) is { } command)
        {
            html.Write($"""
                <p>This cancels every deletion that the run scheduled, and holds the keys, which stay disabled. It works until the first of them is deleted; add <code>--dry-run</code> to see what it would do.</p>
                <pre tabindex="0"><code>{command}</code></pre>

                """);
        }
        else
        {
            html.Write($"<p>This run scheduled no deletion.</p>\n");
        }

        html.Write($"<h3>Settings</h3>\n<dl class=\"settings\">\n");
        Setting("Run", report.RunId);
        Setting("Started", Words.Minute(report.StartedAt));
        Setting("Finished", Words.Minute(report.FinishedAt));
        Setting("Rotation", KebabCase.Of(report.Rotation));
        Setting("Deletion", KebabCase.Of(report.Deletion));
        if (report.Options is { } options)
        {
            Setting("Rotation period", $"at most {Words.Count(options.RotationPeriodDays, "day")}");
            Setting("Waiting period", Words.Count(options.WindowDays, "day"));
            Setting("Disabled for at least", Words.Count(options.DisabledDays, "day"));
            Setting("Idle for at least", Words.Count(options.IdleDays, "day"));
            Setting("Most deletions", $"{options.MaxDeletions} in a Region and run");
            Setting("Exempt aliases", options.ExemptAliases.Count == 0 ? "none" : string.Join(", ", options.ExemptAliases));
        }

        Setting("Written by", $"kmsguard {version}");
        html.Write($"</dl>\n<p class=\"soft\">All times are UTC. Costs are AWS's one dollar a key and month.</p>\n</footer>\n");

        void Setting(string name, string value) => html.Write($"<div><dt>{name}</dt><dd>{value}</dd></div>\n");
    }
}
