using System.Globalization;
using KmsGuard.Detect;
using KmsGuard.Evaluate;
using KmsGuard.Remediate;
using KmsGuard.Report;

namespace KmsGuard.Cli.Output.Html;

/// <summary>Every key, a row each, with its evidence folded under it. The columns' kinds tell the script how to sort.</summary>
internal static class KeyTable
{
    /// <summary>Writes it.</summary>
    public static void Write(SweepReport report, HtmlWriter html)
    {
        html.Write($"<section aria-labelledby=\"keys\">\n<h2 id=\"keys\">Every key</h2>\n");
        if (report.Keys.Count == 0)
        {
            html.Write($"<p class=\"none\">No key was listed.</p>\n</section>\n");
            return;
        }

        // The form does nothing without the script, which shows it.
        html.Write($"""
            <form id="filter" role="search" aria-label="Filter the keys" hidden>
            <label>Text <input id="text" type="search" autocomplete="off" spellcheck="false"></label>
            <label>Outcome <select id="outcome"><option value="">all</option></select></label>
            <label>Region <select id="region"><option value="">all</option></select></label>
            </form>
            <p id="count" role="status">{Words.Count(report.Keys.Count, "key")}.</p>
            <div class="scroll" tabindex="0" role="region" aria-label="Every key"><table id="table" class="keys"><caption>Every key that was listed, with its outcome and evidence</caption>
            <thead><tr><th scope="col">Key</th><th scope="col">Account</th><th scope="col">Region</th><th scope="col">State</th><th scope="col">Outcome</th><th scope="col">Reasons and evidence</th><th scope="col" data-kind="number">Days left</th><th scope="col">Disabled since</th></tr></thead>
            <tbody>

            """);
        foreach (var key in report.Keys)
        {
            Row(key, html);
        }

        html.Write($"</tbody></table></div>\n</section>\n");
    }

    private static void Row(KeyReport key, HtmlWriter html)
    {
        var arn = KeyArn.Parse(key.Arn);
        var outcome = OutcomeLook.Name(key.Outcome);
        html.Write($"<tr><th scope=\"row\">");
        foreach (var alias in key.Aliases ?? [])
        {
            html.Write($"<bdi>{alias}</bdi> ");
        }

        html.Write($"<code>{arn.KeyId}</code></th><td>{arn.Account}</td><td>{arn.Region}</td><td>{key.State?.ToString() ?? "–"}</td><td><i class=\"o {outcome}\"></i>{outcome}</td><td>");
        Evidence(key, html);
        html.Write($"</td><td>");
        if (key is { DeletionDate: { } date, DaysLeft: { } days })
        {
            html.Write($"<b>{days.ToString(CultureInfo.InvariantCulture)}</b> <time datetime=\"{Words.Iso(date)}\">{Words.Date(date)}</time>");
        }

        html.Write($"</td><td>{(key.DisabledSince is { } since ? Words.Date(since) : "")}</td></tr>\n");
    }

    private static void Evidence(KeyReport key, HtmlWriter html)
    {
        var summary = key.Reasons.Count > 0 ? string.Join(", ", key.Reasons) : key.Action is null ? "" : "every check passed";
        if (key.Detail.Length == 0 && key.Action is null)
        {
            html.Write($"{summary}");
            return;
        }

        html.Write($"<details><summary>{summary}</summary><p><bdi>{key.Detail}</bdi></p>");
        if (key.Action is not null)
        {
            html.Write($"<p>{Done(key)}: <code>{key.Action}</code></p>");
        }

        if (key is { Outcome: Outcome.Changed, Action: nameof(KeyAction.ScheduleKeyDeletion) })
        {
            html.Write($"<p>To keep the key: <code>{Undo.Deletion(key)}</code></p>");
        }

        html.Write($"</details>");
    }

    private static string Done(KeyReport key) => key switch
    {
        { Outcome: Outcome.Changed } => "Done",
        { Outcome: Outcome.Failed } => "Tried in vain",
        { Outcome: Outcome.Held } => "Mark, once the rule is enforced",
        _ => "Due",
    };
}
