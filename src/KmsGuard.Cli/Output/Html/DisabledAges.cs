using KmsGuard.Detect;
using KmsGuard.Report;

namespace KmsGuard.Cli.Output.Html;

/// <summary>For how long disabled keys have been disabled, as far as that is proven: KMS does not say.</summary>
internal static class DisabledAges
{
    private const int Foot = 130;

    // A day less than a bound belongs to the bar before it.
    private static readonly (string Name, int Days)[] Bars =
        [("under 30 d", 30), ("30–89 d", 90), ("90–179 d", 180), ("180–364 d", 365), ("1 year +", int.MaxValue)];

    /// <summary>Writes it.</summary>
    public static void Write(SweepReport report, HtmlWriter html)
    {
        html.Write($"<section aria-labelledby=\"disabled\">\n<h2 id=\"disabled\">Age of disabled keys</h2>\n");
        var disabled = report.Keys.Where(key => key.State == KeyState.Disabled).ToList();
        if (disabled.Count == 0)
        {
            html.Write($"<p class=\"none\">No key is disabled.</p>\n</section>\n");
            return;
        }

        var counts = Count(disabled, report.FinishedAt);
        var most = counts.Max(bar => bar.Count);
        var width = 100.0 / counts.Count;
        html.Write($"""
            <figure><figcaption>{Words.Count(disabled.Count, "disabled key")}; since when is proven for {disabled.Count - counts[^1].Count}.
            KMS does not say since when a key is disabled: the tag kmsguard:disabled-since does.</figcaption>
            <svg class="ages" width="100%" height="160" role="img" aria-label="Disabled keys by age: {string.Join("; ", counts.Select(bar => $"{bar.Name}: {bar.Count}"))}">
            <line class="axis" x1="0" x2="100%" y1="{Foot}" y2="{Foot}"/>

            """);
        for (var i = 0; i < counts.Count; i++)
        {
            var ((name, count), middle) = (counts[i], (i + 0.5) * width);
            var height = 100.0 * count / most;
            html.Write($"<rect class=\"age {(i == counts.Count - 1 ? "unproven" : "proven")}\" x=\"{(i * width) + (width * 0.2)}%\" y=\"{Foot - height}\" width=\"{width * 0.6}%\" height=\"{height}\"/>");
            html.Write($"<text class=\"count\" x=\"{middle}%\" y=\"{Foot - height - 7}\">{count}</text><text class=\"label\" x=\"{middle}%\" y=\"{Foot + 20}\">{name}</text>\n");
        }

        html.Write($"</svg></figure>\n</section>\n");
    }

    private static List<(string Name, int Count)> Count(List<KeyReport> disabled, DateTimeOffset now)
    {
        var proven = disabled.Where(key => key.DisabledSince is not null).Select(key => (now - key.DisabledSince!.Value).TotalDays).ToList();
        var from = double.MinValue;
        List<(string, int)> counts = [];
        foreach (var (name, days) in Bars)
        {
            counts.Add((name, proven.Count(age => age >= from && age < days)));
            from = days;
        }

        return [.. counts, ("not proven", disabled.Count - proven.Count)];
    }
}
