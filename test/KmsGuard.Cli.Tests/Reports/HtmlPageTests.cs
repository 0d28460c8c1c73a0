using System.Text.Json;
using System.Text.RegularExpressions;
using KmsGuard.Report;

namespace KmsGuard.Cli.Tests.Reports;

/// <summary>The page as a reader meets it, in a real browser.</summary>
public sealed partial class HtmlPageTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const string Visible = "document.querySelectorAll('#table tbody tr:not([hidden])')";

    private static readonly SweepReport Report = Ledgers.Of(600, regions: 17, accounts: 2);

    [ChromiumFact]
    public async Task It_opens_without_a_complaint_asks_for_nothing_else_and_every_key_is_a_row()
    {
        using var file = new PageOnDisk(Report);
        var page = await OpenAsync(file);

        (await RowsAsync(page)).ShouldBe(600);
        (await page.TextsAsync("document.querySelectorAll('#table tbody th code'), code => code.textContent"))
            .ShouldBe(Report.Keys.Select(key => key.Arn.Split('/')[1]));
        page.Complaints.ShouldBeEmpty();
        page.Requests.ShouldBe([new Uri(file.Path).AbsoluteUri]);
    }

    [ChromiumFact]
    public async Task The_table_is_narrowed_by_text_outcome_and_Region()
    {
        using var file = new PageOnDisk(Report);
        var page = await OpenAsync(file);

        await SetAsync(page, "text", "APP-7 eu-");
        var rows = await page.TextsAsync($"{Visible}, row => row.textContent");
        rows.Count.ShouldBe(Report.Keys.Count(key => key.Aliases?.Any(alias => alias.Contains("app-7", StringComparison.Ordinal)) == true && key.Arn.Contains(":eu-", StringComparison.Ordinal)));
        rows.Count.ShouldBeGreaterThan(0);
        await SetAsync(page, "text", "");
        await SetAsync(page, "outcome", "held");
        (await RowsAsync(page)).ShouldBe(100);
        await SetAsync(page, "region", "eu-north-1");
        (await page.TextsAsync($"{Visible}, row => row.cells[2].textContent + row.cells[4].textContent")).Distinct().ShouldBe(["eu-north-1held"]);
        (await page.EvaluateAsync("document.getElementById('count').textContent")).GetString().ShouldEndWith(" of 600 keys fit the filter.");
        await SetAsync(page, "outcome", "");
        await SetAsync(page, "region", "");
        (await RowsAsync(page)).ShouldBe(600);
    }

    [ChromiumFact]
    public async Task The_table_is_sorted_numbers_as_numbers_dates_as_dates_and_blanks_last()
    {
        using var file = new PageOnDisk(Report);
        var page = await OpenAsync(file);

        var days = Report.Keys.Where(key => key.DaysLeft is not null).Select(key => key.DaysLeft!.Value).Order().ToList();
        (await SortedAsync(page, 6)).Take(days.Count).Select(cell => int.Parse(cell.Split(' ')[0], null)).ShouldBe(days);
        (await SortedAsync(page, 6)).Take(days.Count).Select(cell => int.Parse(cell.Split(' ')[0], null)).ShouldBe(Enumerable.Reverse(days));
        var since = await SortedAsync(page, 7);
        since.Where(cell => cell.Length > 0).ShouldBe(since.Where(cell => cell.Length > 0).Order(StringComparer.Ordinal));
        since.SkipWhile(cell => cell.Length > 0).ShouldAllBe(cell => cell.Length == 0);
        since[0].ShouldMatch("^20[0-9]{2}-[0-9]{2}-[0-9]{2}$");
        (await page.TextsAsync("document.querySelectorAll('th[aria-sort]'), head => head.textContent + ' ' + head.getAttribute('aria-sort')")).ShouldBe(["Disabled since ascending"]);
        (await RowsAsync(page)).ShouldBe(600);

        static async Task<IReadOnlyList<string>> SortedAsync(ChromiumPage page, int column)
        {
            await page.EvaluateAsync($"document.querySelectorAll('#table thead button')[{column}].click()");
            return await page.TextsAsync($"document.querySelectorAll('#table tbody tr'), row => row.cells[{column}].textContent");
        }
    }

    [ChromiumFact]
    public async Task Without_script_every_key_is_there_and_nothing_that_does_not_work()
    {
        using var file = new PageOnDisk(Report);
        var page = await chromium.OpenAsync();
        await page.SendAsync("Emulation.setScriptExecutionDisabled", new() { ["value"] = true });
        await page.GoAsync(file.Path);

        var root = (await page.SendAsync("DOM.getDocument")).GetProperty("root").GetProperty("nodeId").GetInt32();
        (await CountAsync("#table tbody tr:not([hidden])")).ShouldBe(600);
        (await CountAsync("#table thead button")).ShouldBe(0);
        (await CountAsync("form[hidden]")).ShouldBe(1);

        async Task<int> CountAsync(string selector) => (await page.SendAsync("DOM.querySelectorAll", new() { ["nodeId"] = root, ["selector"] = selector }))
            .GetProperty("nodeIds").GetArrayLength();
    }

    [ChromiumFact]
    public async Task Printed_it_has_its_evidence_and_no_controls()
    {
        using var file = new PageOnDisk(Report);
        var page = await OpenAsync(file);

        var pdf = Convert.FromBase64String((await page.SendAsync("Page.printToPDF", new() { ["printBackground"] = false })).GetProperty("data").GetString()!);
        PdfPage().Count(System.Text.Encoding.Latin1.GetString(pdf)).ShouldBeGreaterThan(10);
        await page.MediaAsync("print");
        (await page.EvaluateAsync("getComputedStyle(document.getElementById('filter')).display")).GetString().ShouldBe("none");
        (await page.EvaluateAsync("document.querySelectorAll('details:not([open])').length")).GetInt32().ShouldBeGreaterThan(400);
        (await page.EvaluateAsync("Array.from(document.querySelectorAll('details > p')).every(evidence => evidence.getBoundingClientRect().height > 0)")).GetBoolean().ShouldBeTrue();
    }

    [ChromiumFact]
    public async Task It_is_never_wider_than_its_window()
    {
        using var file = new PageOnDisk(Report);
        var page = await OpenAsync(file);

        foreach (var width in new[] { 360, 768, 1024, 1280, 1920 })
        {
            await page.SizeAsync(width, 800);
            (await page.EvaluateAsync("document.scrollingElement.scrollWidth - innerWidth")).GetInt32().ShouldBeLessThanOrEqualTo(0, $"{width}");
        }
    }

    [ChromiumFact]
    public async Task In_the_dark_it_is_dark()
    {
        using var file = new PageOnDisk(Report);
        var page = await OpenAsync(file);

        var light = await PaperAsync("light");
        var dark = await PaperAsync("dark");
        (light, dark).ShouldBe(("rgb(251, 250, 246)", "rgb(21, 23, 26)"));

        async Task<string?> PaperAsync(string scheme)
        {
            await page.MediaAsync("screen", scheme);
            return (await page.EvaluateAsync("getComputedStyle(document.body).backgroundColor")).GetString();
        }
    }

    [ChromiumFact]
    public async Task A_screen_reader_finds_landmarks_headings_in_order_and_tables_with_headers()
    {
        using var file = new PageOnDisk(Ledgers.Of(24));
        var page = await OpenAsync(file);

        var nodes = (await page.SendAsync("Accessibility.getFullAXTree")).GetProperty("nodes").EnumerateArray()
            .Where(node => !node.GetProperty("ignored").GetBoolean()).Select(node => (Role: Value(node, "role"), Name: Value(node, "name"))).ToList();
        foreach (var landmark in new[] { "banner", "navigation", "main", "contentinfo", "search" })
        {
            nodes.Count(node => node.Role == landmark).ShouldBe(1, landmark);
        }

        nodes.Where(node => node.Role == "table").Select(node => node.Name)
            .ShouldBe(["Keys by outcome in each Region", "Controls, with the number of keys that pass and fail", "Every key that was listed, with its outcome and evidence"]);
        nodes.Where(node => node.Role is "image" or "img").ShouldAllBe(node => node.Name.Length > 10);
        nodes.Where(node => node.Role == "rowheader").ShouldAllBe(node => node.Name.Length > 0);
        nodes.Count(node => node.Role == "rowheader" && node.Name.Contains("-12ab-34cd-56ef-", StringComparison.Ordinal)).ShouldBe(24);
        nodes.Where(node => node.Role == "columnheader").Select(node => node.Name).ShouldContain("Outcome");
        nodes.Where(node => node.Role is "searchbox" or "combobox").Select(node => node.Name).ShouldBe(["Text", "Outcome", "Region"]);
        var levels = (await page.TextsAsync("document.querySelectorAll('h1,h2,h3,h4'), heading => heading.tagName[1]")).Select(level => int.Parse(level, null)).ToList();
        levels[0].ShouldBe(1);
        levels.Zip(levels.Skip(1)).ShouldAllBe(pair => pair.Second > 1 && pair.Second <= pair.First + 1);

        static string Value(JsonElement node, string property) =>
            node.TryGetProperty(property, out var value) && value.TryGetProperty("value", out var text) ? text.ToString() : "";
    }

    private static async Task<int> RowsAsync(ChromiumPage page) => (await page.EvaluateAsync($"{Visible}.length")).GetInt32();

    // Sets a control as typing does, and waits until the table has followed.
    private static Task<JsonElement> SetAsync(ChromiumPage page, string id, string value) => page.EvaluateAsync($$"""
        new Promise(done => {
          const control = document.getElementById('{{id}}');
          control.value = '{{value}}';
          new MutationObserver((_, watch) => { watch.disconnect(); done(true); }).observe(document.getElementById('count'), { childList: true });
          control.dispatchEvent(new Event('input', { bubbles: true }));
        })
        """);

    private async Task<ChromiumPage> OpenAsync(PageOnDisk file)
    {
        var page = await chromium.OpenAsync();
        await page.GoAsync(file.Path);
        return page;
    }

    [GeneratedRegex(@"/Type\s*/Page\b")]
    private static partial Regex PdfPage();
}
