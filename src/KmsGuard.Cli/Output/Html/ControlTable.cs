using KmsGuard.Report;

namespace KmsGuard.Cli.Output.Html;

/// <summary>The controls, and how the keys stand to each.</summary>
internal static class ControlTable
{
    /// <summary>Writes it.</summary>
    public static void Write(SweepReport report, HtmlWriter html)
    {
        html.Write($"""
            <section aria-labelledby="controls">
            <h2 id="controls">Controls</h2>
            <p>As the keys stand after this run. An exempt key that is not as a control asks fails it all the same.</p>
            <div class="scroll" tabindex="0" role="region" aria-label="Controls"><table class="controls"><caption>Controls, with the number of keys that pass and fail</caption>
            <thead><tr><th scope="col">Control</th><th scope="col">Result</th><th scope="col" class="number">Pass</th><th scope="col" class="number">Fail</th><th scope="col" class="number">Not known</th><th scope="col" class="number">Not applicable</th><th scope="col">Judged by</th></tr></thead>
            <tbody>

            """);
        foreach (var control in Controls.Of(report))
        {
            var (style, mark, word) = Look(control.Status);
            html.Write($"<tr><th scope=\"row\"><span class=\"soft\">{control.Framework}</span> <strong>{control.Id}</strong><br>{control.Title}</th>");
            html.Write($"<td class=\"result {style}\"><span aria-hidden=\"true\">{mark}</span> {word}</td>");
            if (control.Status == Standing.NotAssessed)
            {
                html.Write($"<td class=\"number\">–</td><td class=\"number\">–</td><td class=\"number\">–</td><td class=\"number\">–</td>");
            }
            else
            {
                html.Write($"<td class=\"number\">{control.Passed}</td><td class=\"number\">{control.Failed}</td><td class=\"number\">{control.Unknown}</td><td class=\"number\">{control.NotApplicable}</td>");
            }

            html.Write($"<td>{control.Note}</td></tr>\n");
        }

        html.Write($"</tbody></table></div>\n</section>\n");
    }

    private static (string Style, string Mark, string Word) Look(Standing status) => status switch
    {
        Standing.Pass => ("pass", "✓", "pass"),
        Standing.Fail => ("fail", "✗", "fail"),
        Standing.Unknown => ("unknown", "?", "not proven"),
        Standing.NotApplicable => ("blank", "–", "not applicable"),
        _ => ("blank", "–", "not assessed here"),
    };
}
