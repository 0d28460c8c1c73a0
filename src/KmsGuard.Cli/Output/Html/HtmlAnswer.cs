using System.Reflection;
using KmsGuard.Report;

namespace KmsGuard.Cli.Output.Html;

/// <summary>A sweep's ledger as one page that needs nothing else: no network, and no script to be read. It is written piece by
/// piece, so that its length costs no memory.</summary>
internal static class HtmlAnswer
{
    /// <summary>Writes it.</summary>
    public static void Write(SweepReport report, TextWriter writer)
    {
        var html = new HtmlWriter(writer);
        var posture = Posture.Of(report);
        var policy = $"default-src 'none'; style-src {PageFile.Css.Source}; script-src {PageFile.Script.Source}; base-uri 'none'; form-action 'none'";
        html.Write($"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="{policy}">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="referrer" content="no-referrer">
            <title>KMS keys of {Words.Accounts(report)}, {Words.Day(report.FinishedAt)}: KmsGuard sweep</title>
            <style>
            """);
        html.Own(PageFile.Css);
        html.Write($"""
            </style>
            </head>
            <body>
            <a class="skip" href="#keys">To the table of keys</a>

            """);
        Opening.Write(report, posture, html);
        html.Write($"<main>\n");
        PostureFigures.Write(report, posture, html);
        OutcomeChart.Write(report, html);
        DeletionTimeline.Write(report, html);
        DisabledAges.Write(report, html);
        ControlTable.Write(report, html);
        KeyTable.Write(report, html);
        html.Write($"</main>\n");
        Closing.Write(report, Version, html);
        html.Write($"<script>");
        html.Own(PageFile.Script);
        html.Write($"</script>\n</body>\n</html>\n");
        writer.Flush();
    }

    private static string Version =>
        typeof(HtmlAnswer).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
