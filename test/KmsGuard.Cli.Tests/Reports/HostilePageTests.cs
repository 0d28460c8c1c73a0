using System.Text.Json;
using KmsGuard.Report;

namespace KmsGuard.Cli.Tests.Reports;

/// <summary>Whatever somebody wrote on a key is text in the page, and nothing else.</summary>
[Trait("Proof", "attacks")]
public sealed class HostilePageTests(Chromium chromium) : IClassFixture<Chromium>
{
    [ChromiumFact]
    public async Task Hostile_text_is_shown_and_does_nothing()
    {
        var keys = Hostile.Texts.Select((text, i) => Ledgers.Key(i) with { Aliases = [text], Detail = text, Reasons = [text], Rule = text, Action = text }).ToList();
        using var file = new PageOnDisk(Ledgers.In(keys, Ledgers.Region(Hostile.Texts[1], Hostile.Texts[0], [], RegionStatus.Failed, string.Concat(Hostile.Texts))) with
        {
            Warnings = Hostile.Texts,
            RunId = Hostile.Texts[2],
        });
        var page = await chromium.OpenAsync();
        await page.GoAsync(file.Path);

        await ProvokeAsync(page);
        (await page.EvaluateAsync($"typeof window.{Hostile.Flag}")).GetString().ShouldBe("undefined");
        (await page.TextsAsync("document.querySelectorAll('#table td details > p:first-of-type'), evidence => evidence.textContent.trim()"))
            .ShouldBe(Hostile.Texts.Select(text => SafeText.OneLine(text, 4_000)));
        (await page.EvaluateAsync("document.querySelectorAll('img, iframe, object, embed, base, link, [onload], [onerror], [onfocus], [style]').length")).GetInt32().ShouldBe(0);
        (await page.EvaluateAsync("document.scripts.length")).GetInt32().ShouldBe(1);
        page.Complaints.ShouldBeEmpty();
        page.Requests.Count.ShouldBe(1);
        PageOnDisk.Write(Ledgers.In(keys)).ShouldAllBe(c => c == '\n' || (!char.IsControl(c) && char.GetUnicodeCategory(c) != System.Globalization.UnicodeCategory.Format));
    }

    [ChromiumFact]
    public async Task Even_text_that_got_in_unescaped_could_do_nothing()
    {
        var html = PageOnDisk.Write(Ledgers.Of(12));
        html.ShouldContain("rotates every 365 days");
        using var file = new PageOnDisk(html.Replace("rotates every 365 days", string.Concat(Hostile.Texts.Take(5)) + "<b id=\"got-in\" style=\"color:red\">", StringComparison.Ordinal));
        var page = await chromium.OpenAsync();
        await page.GoAsync(file.Path);

        await ProvokeAsync(page);
        (await page.EvaluateAsync("document.querySelectorAll('img').length")).GetInt32().ShouldBeGreaterThan(0);
        (await page.EvaluateAsync($"typeof window.{Hostile.Flag}")).GetString().ShouldBe("undefined");
        page.Complaints.ShouldContain(complaint => complaint.Contains("Content Security Policy", StringComparison.Ordinal));
    }

    // Touches whatever could be waiting to be touched.
    private static Task<JsonElement> ProvokeAsync(ChromiumPage page) => page.EvaluateAsync("""
        new Promise(done => {
          for (const element of document.querySelectorAll('body *')) {
            for (const event of ['mouseover', 'focus', 'load', 'error']) element.dispatchEvent(new Event(event));
            if (element.tagName === 'DETAILS') element.open = true;
          }
          setTimeout(() => done(true), 50);
        })
        """);
}
