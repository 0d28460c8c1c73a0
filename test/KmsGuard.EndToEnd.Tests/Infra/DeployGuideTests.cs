using System.Text.RegularExpressions;

namespace KmsGuard.EndToEnd.Tests.Infra;

/// <summary>What <c>docs/deploy.md</c> and the guardrails' README name is there, under that name.</summary>
public sealed partial class DeployGuideTests
{
    // AWS's own words.
    private static readonly string[] Terms =
    [
        "EventSelectors", "AdvancedEventSelectors", "IncludeManagementEvents", "ReadWriteType", "ExcludeManagementEventSources", "WriteOnly", "ReadOnly",
        "PendingConfirmation", "AttributeValue", "PendingWindowInDays", "NumericLessThan", "NumericLessThanIfExists", "NoKeyOfUnknownUse", "Retain",
    ];

    private static readonly Stack Home = Stack.Home();
    private static readonly Stack Regional = Stack.Of("regional.yaml", ("HomeBusArn", "arn:aws:events:us-east-1:111122223333:event-bus/kmsguard"));

    public static TheoryData<string> Guides => ["docs/deploy.md", "infra/guardrails/README.md"];

    [Theory]
    [MemberData(nameof(Guides))]
    public void A_path_leads_somewhere(string guide)
    {
        var text = Read(guide);
        var links = Link().Matches(text).Select(match => Path.Combine(Path.GetDirectoryName(guide)!, match.Groups[1].Value));

        var paths = RepositoryPath().Matches(text).Select(match => match.Value).Concat(links).Select(path => Path.Combine(PublishedFunction.Root, path)).ToList();

        paths.Count.ShouldBeGreaterThan(5);
        paths.Where(path => !File.Exists(path) && !Directory.Exists(path)).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Guides))]
    public void A_parameter_an_output_and_a_resource_are_called_what_the_templates_call_them(string guide)
    {
        var text = Read(guide);
        var known = new[] { "template.yaml", "regional.yaml" }.Select(Stack.Read)
            .SelectMany(template => new[] { "Parameters", "Outputs" }.SelectMany(part => template[part]!.AsObject().Select(entry => entry.Key)))
            .Concat(Terms).ToHashSet();

        var named = Quoted().Matches(text).Concat(Assigned().Matches(text)).Select(match => match.Groups[1].Value).Distinct().ToList();

        named.Count.ShouldBeGreaterThan(3);
        named.Where(name => !known.Contains(name)).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Guides))]
    public void What_begins_with_kmsguard_is_deployed_under_that_name(string guide)
    {
        var deployed = Home.Resources.Values.SelectMany(resource => resource.Properties.Select(property => property.Value?.ToString() ?? ""))
            .Concat(["kmsguard-regional", "kmsguard-window"]).ToHashSet();

        var named = Named().Matches(Read(guide)).Select(match => match.Value).Distinct();

        named.Where(name => !deployed.Contains(name)).ShouldBeEmpty();
    }

    [Fact]
    public void The_costs_count_what_is_deployed()
    {
        var text = Read("docs/deploy.md");
        var (home, regional) = (Home.OfType("AWS::CloudWatch::Alarm").Count(), Regional.OfType("AWS::CloudWatch::Alarm").Count());

        text.ShouldContain($"| {home}, and {regional} for each forwarding Region |");
        var sums = Row().Matches(text[text.IndexOf("## What it costs", StringComparison.Ordinal)..]).Select(match => (A: Dollars(match.Groups[1]), B: Dollars(match.Groups[2]))).ToList();
        text.ShouldContain(FormattableString.Invariant($"| **{sums.Sum(row => row.A):0.00}** | **{sums.Sum(row => row.B):0.00}** |"));
    }

    private static string Read(string guide) => File.ReadAllText(Path.Combine(PublishedFunction.Root, guide));

    private static decimal Dollars(Group group) => decimal.Parse(group.Value, System.Globalization.CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\]\(([^)#:]+)")]
    private static partial Regex Link();

    // artifacts/ is what the commands leave, and guides end sentences with full stops.
    [GeneratedRegex(@"(?<![\w/.-])(?:infra|eng|docs|src|test)/[\w./-]*\w")]
    private static partial Regex RepositoryPath();

    [GeneratedRegex("`([A-Z][a-z]+(?:[A-Z][A-Za-z]*)+)(?:=[^`]*)?`")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"(?<![\w-])([A-Z][A-Za-z]+)=(?!\w*,)")]
    private static partial Regex Assigned();

    [GeneratedRegex(@"(?<![\w/:])kmsguard-[a-z]+(?:-[a-z]+)*(?![\w.])")]
    private static partial Regex Named();

    [GeneratedRegex(@"\| (\d+\.\d\d) \| (\d+\.\d\d) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
