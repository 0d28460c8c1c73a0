using KmsGuard.Evaluate;
using KmsGuard.Report;

namespace KmsGuard.Cli.Output.Html;

/// <summary>The outcomes of each Region as a bar of a hundred percent, in a table: the counts stand beside it in words.</summary>
internal static class OutcomeChart
{
    private const int MostRows = 120;

    /// <summary>Writes it.</summary>
    public static void Write(SweepReport report, HtmlWriter html)
    {
        html.Write($"<section aria-labelledby=\"regions\">\n<h2 id=\"regions\">Outcomes by Region</h2>\n");
        var rows = report.Regions.Where(region => region.Listed > 0 || region.Status is RegionStatus.Failed or RegionStatus.Incomplete).ToList();
        if (rows.Count == 0)
        {
            html.Write($"<p class=\"none\">No Region has a key.</p>\n");
        }
        else
        {
            Legend(report, html);
            Table(report, rows, html);
        }

        Rest(report, rows.Count, html);
        html.Write($"</section>\n");
    }

    private static void Legend(SweepReport report, HtmlWriter html)
    {
        html.Write($"<ul class=\"legend\">\n");
        foreach (var (outcome, meaning) in OutcomeLook.All)
        {
            var name = OutcomeLook.Name(outcome);
            if (report.Totals.Outcomes.ContainsKey(name))
            {
                html.Write($"<li><i class=\"o {name}\"></i><strong>{name}</strong> {meaning}</li>\n");
            }
        }

        html.Write($"</ul>\n");
    }

    private static void Table(SweepReport report, List<RegionReport> rows, HtmlWriter html)
    {
        var several = report.Regions.Select(region => region.Account).Distinct().Count() > 1;
        html.Write($"""
            <svg class="patterns" aria-hidden="true" focusable="false"><defs>
            <pattern id="failed" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="failed" width="6" height="6"/><rect class="stripe" width="2" height="6"/></pattern>
            <pattern id="unreadable" width="5" height="5" patternUnits="userSpaceOnUse"><rect class="unreadable" width="5" height="5"/><circle class="stripe" cx="2" cy="2" r="1.2"/></pattern>
            </defs></svg>
            <div class="scroll"><table class="bars"><caption>Keys by outcome in each {(several ? "account and Region" : "Region")}</caption>
            <thead><tr><th scope="col">{(several ? "Account and Region" : "Region")}</th><th scope="col" class="number">Keys</th><th scope="col">Share of each outcome</th></tr></thead>
            <tbody>

            """);
        foreach (var region in rows.Take(MostRows))
        {
            html.Write($"<tr><th scope=\"row\">{(several ? region.Account : "")} {region.Region}</th><td class=\"number\">{region.Listed}</td><td class=\"bar\">");
            Bar(region, html);
            html.Write($"<span class=\"soft\">{InWords(region)}</span></td></tr>\n");
        }

        html.Write($"</tbody></table></div>\n");
        if (rows.Count > MostRows)
        {
            html.Write($"<p>And {rows.Count - MostRows} more, whose keys are in the table below.</p>\n");
        }
    }

    private static void Bar(RegionReport region, HtmlWriter html)
    {
        html.Write($"<svg width=\"100%\" height=\"14\" role=\"img\" aria-label=\"{InWords(region)}\">");
        var at = 0;
        foreach (var (name, count) in Counts(region))
        {
            html.Write($"<rect class=\"{name}\" x=\"{100.0 * at / region.Listed}%\" width=\"{100.0 * count / region.Listed}%\" height=\"14\"><title>{count} {name}</title></rect>");
            at += count;
        }

        html.Write($"</svg>");
    }

    private static string InWords(RegionReport region)
    {
        var counts = string.Join(", ", Counts(region).Select(one => $"{one.Count} {one.Name}"));
        return region.Status == RegionStatus.Complete ? counts : $"{KebabCase.Of(region.Status)}{(counts.Length > 0 ? ": " : "")}{counts}";
    }

    private static IEnumerable<(string Name, int Count)> Counts(RegionReport region) => OutcomeLook.All
        .Select(look => OutcomeLook.Name(look.Outcome))
        .Where(region.Outcomes.ContainsKey)
        .Select(name => (name, region.Outcomes[name]));

    private static void Rest(SweepReport report, int shown, HtmlWriter html)
    {
        var absent = report.Regions.Where(region => region.Status == RegionStatus.NotEnabled).Select(region => region.Region).Distinct().ToList();
        var empty = report.Regions.Count(region => region.Status != RegionStatus.NotEnabled) - shown;
        if (shown > 0 && empty > 0)
        {
            html.Write($"<p>{Words.Count(empty, "Region was read and has no key", "Regions were read and have no key")}.</p>\n");
        }

        if (absent.Count > 0)
        {
            html.Write($"<p>Not enabled, and so without keys: {string.Join(", ", absent)}.</p>\n");
        }
    }
}
