using System.Text.Json;
using KmsGuard.Evaluate;

namespace KmsGuard.Tests.Evaluate;

/// <summary>How texts are named, quoted and compared.</summary>
public sealed class WordsTests
{
    [Theory]
    [InlineData("", "", 0)]
    [InlineData("abc", "abc", 0)]
    [InlineData("", "abc", 3)]
    [InlineData("abc", "", 3)]
    [InlineData("abc", "ab", 1)]
    [InlineData("abc", "xbc", 1)]
    [InlineData("ab", "ba", 1)]
    [InlineData("abcd", "abdc", 1)]
    [InlineData("abcd", "acbd", 1)]
    [InlineData("abcd", "badc", 2)]
    [InlineData("abcd", "cabd", 2)]
    [InlineData("aab", "aba", 1)]
    [InlineData("ab", "cd", 2)]
    [InlineData("ab", "bc", 2)]
    [InlineData("aba", "bab", 2)]
    [InlineData("kitten", "sitting", 3)]
    public void Texts_are_as_far_apart_as_letters_have_to_be_changed_or_swapped(string one, string other, int distance)
    {
        EditDistance.Between(one, other).ShouldBe(distance);
        EditDistance.Between(other, one).ShouldBe(distance);
    }

    [Theory]
    [InlineData("dry-run", RuleMode.DryRun)]
    [InlineData(" Dry-Run ", RuleMode.DryRun)]
    [InlineData("enforce", RuleMode.Enforce)]
    [InlineData("dryrun", null)]
    [InlineData("1", null)]
    [InlineData("", null)]
    public void An_enum_value_has_one_name_whatever_its_case(string name, RuleMode? value) => KebabCase.Parse<RuleMode>(name).ShouldBe(value);

    [Fact]
    public void An_enum_value_is_its_name_in_JSON_and_never_its_number()
    {
        JsonSerializer.Serialize(RuleMode.DryRun).ShouldBe("\"dry-run\"");
        JsonSerializer.Deserialize<RuleMode>("\"dry-run\"").ShouldBe(RuleMode.DryRun);
        Should.Throw<JsonException>(() => JsonSerializer.Deserialize<RuleMode>("1"));
    }

    [Fact]
    public void Of_several_texts_three_are_quoted_in_order_each_once_and_cut()
    {
        Quote.Few(["b", "a", "b"]).ShouldBe("a, b");
        Quote.Few(["c", "b", "a"]).ShouldBe("a, b, c");
        Quote.Few(["d", "B", "c", "b", "a"]).ShouldBe("B, a, b and 2 more");
        Quote.Few([]).ShouldBeEmpty();
        Quote.Of(new string('x', 101)).ShouldBe(new string('x', 97) + "...");
        Quote.Of(new string('x', 100)).ShouldBe(new string('x', 100));
    }
}
