using KmsGuard.Report;

namespace KmsGuard.Tests.Report;

[Trait("Proof", "attacks")]
public sealed class SafeTextTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("two\r\nlines", "two lines")]
    [InlineData("\u001b[31mred\u0007", "[31mred")]
    [InlineData("abc\u202ecba", "abc cba")]
    [InlineData("a\u2028b\u2029c", "a b c")]
    [InlineData("snow \u2603 \ud83d\ude00", "snow \u2603 \ud83d\ude00")]
    [InlineData("right\u202eto\u2066left\u200b", "right to left")]
    [InlineData("a\u2028b\u2029c\u0085d\u00a0e", "a b c d e")]
    [InlineData("   ", "")]
    [InlineData(null, "")]
    public void A_line_holds_nothing_that_could_break_out_of_it(string? text, string safe) => SafeText.OneLine(text).ShouldBe(safe);

    [Fact]
    public void A_lone_surrogate_is_replaced() => SafeText.OneLine("a" + new string('\ud800', 1) + "b").ShouldBe("a\ufffdb");

    [Theory]
    [InlineData("abcdef", 5, "ab...")]
    [InlineData("abcdef", 6, "abcdef")]
    [InlineData("ab\ud83d\udd11\ud83d\udd11", 5, "ab...")]
    [InlineData("ab\ud83d\udd11\ud83d\udd11", 6, "ab\ud83d\udd11\ud83d\udd11")]
    public void A_long_text_is_cut_where_no_character_breaks(string text, int length, string line) => SafeText.OneLine(text, length).ShouldBe(line);

    [Fact]
    public void A_long_line_is_cut_with_a_mark_and_never_within_a_character()
    {
        var cut = SafeText.OneLine(string.Concat(Enumerable.Repeat("\ud83d\ude00", 100)), 20);

        cut.Length.ShouldBeLessThanOrEqualTo(20);
        cut.ShouldEndWith("...");
        cut.EnumerateRunes().ShouldNotContain(rune => rune.Value == 0xFFFD);
    }

    [Fact]
    public void A_subject_is_ASCII_and_at_most_99_characters()
    {
        var subject = SafeText.Subject("[HIGH] Schl\u00fcssel \n" + new string('x', 500));

        subject.Length.ShouldBe(99);
        subject.ShouldAllBe(c => c >= ' ' && c < 127);
        subject.ShouldEndWith("...");
    }
}
