using KmsGuard.Evaluate;
using KmsGuard.Settings;

namespace KmsGuard.Trust.Tests.Attacks;

/// <summary>Globs made to take for ever. How many steps they take is counted by <c>eng/prove fuzz --target glob</c>; here they end.</summary>
[Trait("Proof", "attacks")]
public sealed class ExplodingGlobTests
{
    public static TheoryData<string> Patterns => new(
        "*a*a*a*a*b", string.Concat(Enumerable.Repeat("*a", 1_000)) + "b", string.Concat(Enumerable.Repeat("*?", 1_000)) + "b", new string('*', 2_048) + "b",
        string.Concat(Enumerable.Repeat("a*", 1_000)) + "?b", new string('?', 2_047) + "b");

    [Theory]
    [MemberData(nameof(Patterns))]
    public void A_glob_that_almost_matches_two_thousand_characters_ends(string pattern) => new Glob(pattern).Matches(new string('a', 2_048)).ShouldBeFalse();

    [Fact]
    public void Thousands_of_globs_are_read_and_tried_one_by_one()
    {
        var given = string.Join(',', Enumerable.Range(0, 5_000).Select(i => $"*a*a*a*{i}*b"));

        var settings = GuardSettings.Read(name => name == "EXEMPT_ALIASES" ? given : null, name => name, _ => true, out var problems);

        problems.ShouldBeEmpty();
        settings.Sweep.ExemptAliases.Count.ShouldBe(5_000);
        settings.Sweep.ExemptAliases.ShouldAllBe(glob => !glob.Matches("alias/" + new string('a', 250)));
        settings.Sweep.ExemptAliases.Count(glob => glob.Matches("alias/aaa77b")).ShouldBe(2);
    }
}
