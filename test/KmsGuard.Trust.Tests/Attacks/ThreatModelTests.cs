using System.Text.RegularExpressions;

namespace KmsGuard.Trust.Tests.Attacks;

/// <summary>docs/security.md names the test that proves a line; these look that it is there, and that the proof runs it.</summary>
[Trait("Proof", "attacks")]
public sealed partial class ThreatModelTests
{
    private static readonly string Root = RepositoryRoot.Find();

    private static IReadOnlyList<string> Names { get; } =
        [.. Classes().Matches(File.ReadAllText(Path.Combine(Root, "docs", "security.md"))).Select(match => match.Groups[1].Value).Distinct()];

    public static TheoryData<string> Named() => [.. Names];

    [Theory]
    [MemberData(nameof(Named))]
    public void A_test_that_the_threat_model_names_exists_and_belongs_to_the_proof(string name)
    {
        var files = Directory.EnumerateFiles(Path.Combine(Root, "test"), $"{name}.cs", SearchOption.AllDirectories).ToList();

        files.ShouldNotBeEmpty(name);
        files.Select(file => File.ReadAllText(file)).ShouldContain(text => Traits().IsMatch(text), name);
    }

    [Fact]
    public void Every_attack_is_named_in_the_threat_model() =>
        Directory.EnumerateFiles(Path.Combine(Root, "test", "KmsGuard.Trust.Tests", "Attacks"), "*Tests.cs").Select(file => Path.GetFileNameWithoutExtension(file))
            .Where(name => name != nameof(ThreatModelTests)).ShouldBeSubsetOf(Names);

    [GeneratedRegex("""\[Trait\("Proof", "(attacks|fuzz)"\)\]""")]
    private static partial Regex Traits();

    [GeneratedRegex("`([A-Z][A-Za-z]+Tests)`")]
    private static partial Regex Classes();
}
