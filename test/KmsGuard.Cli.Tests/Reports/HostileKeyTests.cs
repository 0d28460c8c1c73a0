using System.Globalization;
using System.Text;
using KmsGuard.Detect;

namespace KmsGuard.Cli.Tests.Reports;

/// <summary>Keys on which somebody wrote what wants to be more than text, from AWS to every form of an answer.</summary>
[Trait("Proof", "attacks")]
public sealed class HostileKeyTests : CommandTest
{
    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        foreach (var text in Hostile.Texts)
        {
            Fixture.SeedUnused(seed: new()
            {
                Aliases = ["alias/" + text],
                Description = text,
                Tags = new Dictionary<string, string> { [KeyTags.Hold] = text, [KeyTags.DisabledSince] = text, ["env"] = text },
            });
            Fixture.Seed(seed: new() { Aliases = [text], Description = text, Tags = new Dictionary<string, string> { [KeyTags.Exempt] = text } });
        }
    }

    [Theory]
    [InlineData("text")]
    [InlineData("json")]
    [InlineData("csv")]
    [InlineData("html")]
    [InlineData("asff")]
    public async Task In_every_form_it_is_text(string form)
    {
        var answer = await Fixture.RunAsync("sweep", "--output", form);

        answer.ExitCode.ShouldBe(0, answer.Error);
        answer.Output.ShouldContain("window");
        ShouldBeInert(answer.Output);
        ShouldBeInert(answer.Error);
        if (form == "html")
        {
            new[] { "<script>window", "<img src=x", "<svg onload", "<iframe srcdoc", "onmouseover='", "-><!--" }.ShouldAllBe(text => !answer.Output.Contains(text, StringComparison.Ordinal));
        }
        else if (form == "csv")
        {
            Csv.Read(answer.Output).SelectMany(row => row).ShouldAllBe(cell => cell.Length == 0 || !"=+-@\t\r＝＋－＠".Contains(cell[0], StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Explained_and_rolled_back_it_is_text()
    {
        foreach (var key in (await Fixture.RunAsync("sweep", "--output", "json")).Json.GetProperty("keys").EnumerateArray().Select(key => key.GetProperty("arn").GetString()!))
        {
            foreach (var answer in new[] { await Fixture.RunAsync("explain", key), await Fixture.RunAsync("rollback", key, "--dry-run", "--reason", Hostile.Texts[15]) })
            {
                answer.ExitCode.ShouldBe(0, answer.Error);
                ShouldBeInert(answer.Output);
                ShouldBeInert(answer.Error);
            }
        }
    }

    // Whatever moves a cursor, sets a colour, rings, turns the direction of writing or begins a line is gone.
    private static void ShouldBeInert(string text) =>
        text.EnumerateRunes().Where(rune => rune.Value is not ('\n' or '\r') && Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
            .Select(rune => rune.Value.ToString("x4", CultureInfo.InvariantCulture)).ShouldBeEmpty();
}
