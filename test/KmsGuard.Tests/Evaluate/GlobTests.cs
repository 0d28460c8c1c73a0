using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using KmsGuard.Evaluate;
using Check = FsCheck.Check;

namespace KmsGuard.Tests.Evaluate;

[Trait("Proof", "attacks")]
public sealed class GlobTests
{
    [Theory]
    [InlineData("prod-*", "alias/prod-db", true)]
    [InlineData("alias/prod-*", "alias/PROD-db", true)]
    [InlineData("prod", "alias/prod-db", false)]
    [InlineData("*prod*", "alias/my-prod-db", true)]
    [InlineData("p?od", "alias/prod", true)]
    [InlineData("*", "alias/anything", true)]
    [InlineData("", "alias/", true)]
    [InlineData("ALIAS/prod", "alias/prod", true)]
    [InlineData("alias", "alias/alias", true)]
    [InlineData("a.c", "alias/abc", false)]
    public void An_alias_pattern_matches_the_whole_alias(string pattern, string alias, bool matches) =>
        Glob.ForAlias(pattern).Matches(alias).ShouldBe(matches);

    [Fact]
    public void A_pattern_is_shown_as_it_was_given() => $"{Glob.ForAlias("prod-*")} {new Glob("p?")}".ShouldBe("alias/prod-* p?");

    [Fact]
    [SuppressMessage("Performance", "SYSLIB1045", Justification = "The expression is made from the pattern under test.")]
    public void A_glob_matches_what_the_same_regular_expression_matches() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(2000),
        Prop.ForAll<int>(seed =>
        {
            var random = new Random(seed);
            var pattern = Text("ab*?", random);
            var text = Text("ab", random);
            var expression = "^" + Regex.Escape(pattern).Replace("\\*", ".*", StringComparison.Ordinal).Replace("\\?", ".", StringComparison.Ordinal) + "$";
            new Glob(pattern).Matches(text).ShouldBe(Regex.IsMatch(text, expression), $"{pattern} on {text}");
        }));

    [Fact]
    public void A_pattern_made_to_explode_ends() => new Glob(string.Concat(Enumerable.Repeat("a*", 2000)) + "c").Matches(new string('a', 5000) + "b").ShouldBeFalse();

    private static string Text(string letters, Random random) =>
        string.Concat(Enumerable.Range(0, random.Next(8)).Select(_ => letters[random.Next(letters.Length)]));
}
