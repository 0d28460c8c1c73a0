using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using KmsGuard.Cli.Output.Html;
using KmsGuard.Detect;
using KmsGuard.Evaluate;
using KmsGuard.Report;

namespace KmsGuard.Cli.Tests.Reports;

/// <summary>What the page says, and how long it gets.</summary>
public sealed partial class HtmlTextTests
{
    [Fact]
    public void What_could_not_be_read_is_said_before_anything_else()
    {
        var html = PageOnDisk.Write(Ledgers.In(
            Ledgers.Of(24).Keys,
            Ledgers.Region("111122223333", "sa-east-1", [], RegionStatus.Failed, "ListKeys: AccessDeniedException: explicit deny"),
            Ledgers.Region("111122223333", "ca-central-1", [], RegionStatus.Incomplete),
            Ledgers.Region("111122223333", "ap-east-1", [], RegionStatus.NotEnabled, "UnrecognizedClientException")));

        var top = html[..html.IndexOf("id=\"posture\"", StringComparison.Ordinal)];
        top.ShouldContain("This report is not complete");
        top.ShouldContain("<strong>111122223333 sa-east-1: failed.</strong> ListKeys: AccessDeniedException: explicit deny");
        top.ShouldContain("ca-central-1: incomplete.");
        top.ShouldContain("<strong>2 keys</strong> could not be read.");
        top.ShouldNotContain("ap-east-1");
        html.ShouldContain("Not enabled, and so without keys: ap-east-1.");
    }

    [Fact]
    public void An_account_without_keys_has_sentences_in_place_of_empty_charts()
    {
        var html = PageOnDisk.Write(Ledgers.In([], Ledgers.Region("111122223333", "eu-west-1", [])));

        html.ShouldContain("Complete: every key that was listed was read");
        foreach (var sentence in new[] { "No Region has a key.", "No key is pending deletion.", "No key is disabled.", "No key was listed.", "This run scheduled no deletion." })
        {
            html.ShouldContain(sentence);
        }

        html.ShouldNotContain("<svg");
    }

    [Fact]
    public void The_posture_is_that_of_the_keys_and_no_share_is_rounded_up_to_all()
    {
        var rotating = Enumerable.Range(0, 999).Select(i => Ledgers.Key(i * 12));
        var html = PageOnDisk.Write(Ledgers.Of([.. rotating, Ledgers.Key(3), Ledgers.Key(6), Ledgers.Key(9)]));

        html.ShouldContain("<dd class=\"value\">99%</dd><dd>999 of the 1,000 keys that can rotate.</dd>");
        html.ShouldContain("<dt>Disabled</dt><dd class=\"value\">1</dd><dd>$1 a month before this run.</dd>");
        html.ShouldContain("<dt>Pending deletion</dt><dd class=\"value\">1</dd><dd>The first in 1 day, on 23 November 2026.</dd>");
        html.ShouldContain("kmsguard 0.");
        html.ShouldContain(Ledgers.Run);
    }

    [Fact]
    public void A_run_that_scheduled_deletions_says_how_to_take_them_back()
    {
        var html = PageOnDisk.Write(Ledgers.Of(Ledgers.Key(8), Ledgers.Key(20, "us-east-1")));

        html.ShouldContain($"<code>kmsguard rollback --run {Ledgers.Run} --regions eu-west-1,us-east-1</code>");
        html.ShouldContain($"<code>kmsguard rollback {Ledgers.Arn(8)}</code>");
    }

    [Fact]
    public void Ages_are_counted_in_their_bars_and_what_is_not_proven_has_its_own()
    {
        var keys = new[] { 0, 29, 30, 89, 400 }.Select(days => Ledgers.Key(7) with { DisabledSince = Ledgers.Now.AddDays(-days) }).Append(Ledgers.Key(6));

        PageOnDisk.Write(Ledgers.Of(keys)).ShouldContain(
            "Disabled keys by age: under 30 d: 2; 30&#x2013;89 d: 2; 90&#x2013;179 d: 0; 180&#x2013;364 d: 0; 1 year &#x2B;: 1; not proven: 1");
    }

    [Fact]
    public void A_replica_set_that_waits_has_no_date_and_is_told_of()
    {
        var waiting = new KeyReport(Ledgers.Arn(1), KeyState.PendingReplicaDeletion, Outcome.Ineligible, null, null, ["pending-replica-deletion"], "waits for its replicas");

        PageOnDisk.Write(Ledgers.Of(waiting)).ShouldContain("1 key has no date yet");
    }

    [Fact]
    public void Many_keys_are_written_piece_by_piece_and_stay_small()
    {
        using var written = new LongestPiece();

        HtmlAnswer.Write(Ledgers.Of(10_000, regions: 17, accounts: 3), written);

        written.Longest.ShouldBeLessThan(32_000);
        written.Total.ShouldBeInRange(3_000_000, 8_000_000);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Text_and_shapes_stand_out_from_the_paper_in_both_schemes(bool dark)
    {
        var colors = Colors(dark);

        foreach (var text in new[] { "ink", "soft", "link", "alarm", "good", "doubt" })
        {
            Contrast(colors[text], colors["paper"]).ShouldBeGreaterThanOrEqualTo(4.5, text);
        }

        foreach (var (text, paper) in new[] { ("ink", "raised"), ("ink", "alarm-paper"), ("alarm", "alarm-paper"), ("soft", "raised") })
        {
            Contrast(colors[text], colors[paper]).ShouldBeGreaterThanOrEqualTo(4.5, $"{text} on {paper}");
        }

        foreach (var shape in Enum.GetValues<Outcome>().Select(KebabCase.Of).Append("line"))
        {
            Contrast(colors[shape], colors["paper"]).ShouldBeGreaterThanOrEqualTo(3, shape);
        }
    }

    // The second block of custom properties is that of the dark scheme.
    private static Dictionary<string, string> Colors(bool dark)
    {
        var blocks = PageFile.Css.Text.Split(":root {");
        return Property().Matches(blocks[dark ? 2 : 1].Split('}')[0]).ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);
    }

    // WCAG 2.2, "contrast ratio" and "relative luminance".
    private static double Contrast(string one, string other)
    {
        var (lighter, darker) = (Math.Max(Luminance(one), Luminance(other)), Math.Min(Luminance(one), Luminance(other)));
        return (lighter + 0.05) / (darker + 0.05);
    }

    private static double Luminance(string color)
    {
        var parts = color.Chunk(2).Select(hex => int.Parse(new string(hex), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0)
            .Select(part => part <= 0.04045 ? part / 12.92 : Math.Pow((part + 0.055) / 1.055, 2.4)).ToList();
        return (0.2126 * parts[0]) + (0.7152 * parts[1]) + (0.0722 * parts[2]);
    }

    [GeneratedRegex("--([a-z-]+): #([0-9a-f]{6});")]
    private static partial Regex Property();

    private sealed class LongestPiece : TextWriter
    {
        public override Encoding Encoding => Encoding.UTF8;

        public int Longest { get; private set; }

        public long Total { get; private set; }

        public override void Write(char value) => Write([value]);

        public override void Write(string? value) => Write(value.AsSpan());

        public override void Write(ReadOnlySpan<char> buffer)
        {
            Total += buffer.Length;
            Longest = Math.Max(Longest, buffer.Length);
        }

        public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));
    }
}
