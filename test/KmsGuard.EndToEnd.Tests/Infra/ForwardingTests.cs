using System.Text.Json;
using System.Text.Json.Nodes;
using KmsGuard.Detect;
using KmsGuard.Sandbox.Events;

namespace KmsGuard.EndToEnd.Tests.Infra;

/// <summary>Events of other Regions and accounts: forwarded in one hop, and told as those at home are.</summary>
[Trait("Proof", "attacks")]
public sealed class ForwardingTests
{
    private const string HomeAccount = Stack.Account, HomeRegion = "us-east-1";
    private const string HomeBus = $"arn:aws:events:{HomeRegion}:{HomeAccount}:event-bus/kmsguard";

    private static readonly IReadOnlyList<EventRule> Forwarding = Rules("regional.yaml");
    private static readonly IReadOnlyList<EventRule> Home = [.. Rules("template.yaml").Where(rule => rule.Bus == "HomeBus")];

    private readonly Stack away = Stack.Of("regional.yaml", ("HomeBusArn", HomeBus));

    public static TheoryData<string> Files =>
    [
        .. Directory.GetFiles(Folder, "*.json").Where(path => JsonNode.Parse(File.ReadAllText(path)) is JsonObject)
            .Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal),
    ];

    private static string Folder => Path.Combine(PublishedFunction.Root, "test", "KmsGuard.Tests", "Detect", "Events");

    [Fact]
    public void The_rules_away_are_those_at_home_in_pattern_and_state()
    {
        static IEnumerable<string> Described(Stack stack) => stack.OfType("AWS::Events::Rule")
            .Where(rule => !rule.Properties.ContainsKey("EventBusName"))
            .Select(rule => $"{rule.Id} {rule["State"]} {rule.Properties["EventPattern"]!.ToJsonString()}");

        Described(away).ShouldBe(Described(Stack.Home()), ignoreOrder: true);
        Described(away).Count().ShouldBe(3);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void An_event_that_is_understood_is_forwarded_once_and_taken_once_at_home(string file)
    {
        var json = (JsonObject)JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, file)))!;
        var understood = EventParser.Parse(JsonElement.Parse(json.ToJsonString())).Event is not null;

        Forwarding.Count(rule => rule.Takes(json)).ShouldBe(understood ? 1 : 0);
        if (understood)
        {
            Home.Where(rule => rule.Takes(json)).ShouldHaveSingleItem().Targets.ShouldBe(["AlertFunction"]);
        }
    }

    [Fact]
    public void A_refused_read_is_forwarded_and_taken_as_well()
    {
        var json = (JsonObject)JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, "decrypt.pending-deletion.json")))!;
        json["detail"]!["readOnly"] = true;

        Forwarding.Count(rule => rule.Takes(json)).ShouldBe(1);
        Home.Count(rule => rule.Takes(json)).ShouldBe(1);
        // PutEvents refuses sources that begin with aws., so that whoever may put events has to say another.
        json["source"] = "my.app";
        Home.ShouldAllBe(rule => !rule.Takes(json));
    }

    [Fact]
    public void A_rule_forwards_straight_to_the_home_bus_as_a_role_that_can_do_nothing_else()
    {
        var role = away.StatementsOf("ForwardRole");

        foreach (var rule in away.OfType("AWS::Events::Rule"))
        {
            var target = rule.Properties["Targets"]!.AsArray().ShouldHaveSingleItem()!;
            target["Arn"]!.ToString().ShouldBe(HomeBus);
            target["RoleArn"]!.ToString().ShouldBe("ForwardRole.Arn");
            target["DeadLetterConfig"]!["Arn"]!.ToString().ShouldBe("Unforwarded.Arn");
            IamPolicy.Admits(
                away.Resources["UnforwardedPolicy"].Statements("PolicyDocument"), "Service:events.amazonaws.com", "sqs:SendMessage", "Unforwarded.Arn",
                ("aws:SourceArn", [$"{rule.Id}.Arn"])).ShouldBeTrue(rule.Id);
        }

        role.SelectMany(statement => statement["Action"] is JsonArray many ? many.Select(action => $"{action}") : [$"{statement["Action"]}"]).ShouldBe(["events:PutEvents"]);
        IamPolicy.Allows(role, "events:PutEvents", HomeBus).ShouldBeTrue();
        IamPolicy.Allows(role, "events:PutEvents", $"arn:aws:events:{HomeRegion}:{HomeAccount}:event-bus/default").ShouldBeFalse();
    }

    [Theory]
    [InlineData(Stack.Region, Stack.Account, 0)]
    [InlineData("us-east-1", Stack.Account, 3)]
    [InlineData(Stack.Region, "444455556666", 3)]
    public void Nothing_is_forwarded_from_home_where_the_same_rules_stand_already(string homeRegion, string homeAccount, int rules) =>
        Stack.Of("regional.yaml", ("HomeBusArn", $"arn:aws:events:{homeRegion}:{homeAccount}:event-bus/kmsguard"))
            .OfType("AWS::Events::Rule").Count().ShouldBe(rules);

    [Fact]
    public void The_home_bus_admits_the_organization_and_nobody_else()
    {
        const string organization = "o-exampleorgid", member = "AWS:arn:aws:iam::444455556666:role/forward";
        var policy = Stack.Home(("OrganizationId", organization)).OfType("AWS::Events::EventBusPolicy").ShouldHaveSingleItem();
        JsonObject[] statement = [(JsonObject)policy.Properties["Statement"]!];

        policy["EventBusName"].ShouldBe("HomeBus");
        IamPolicy.Admits(statement, member, "events:PutEvents", "HomeBus.Arn", ("aws:PrincipalOrgID", [organization])).ShouldBeTrue();
        IamPolicy.Admits(statement, member, "events:PutEvents", "HomeBus.Arn", ("aws:PrincipalOrgID", ["o-another0rg"])).ShouldBeFalse();
        IamPolicy.Admits(statement, member, "events:PutEvents", "HomeBus.Arn").ShouldBeFalse();
        IamPolicy.Admits(statement, member, "events:PutRule", "HomeBus.Arn", ("aws:PrincipalOrgID", [organization])).ShouldBeFalse();
        Stack.Home().OfType("AWS::Events::EventBusPolicy").ShouldBeEmpty();
    }

    [Fact]
    public void A_pattern_is_as_long_as_EventBridge_takes() =>
        Stack.Home().OfType("AWS::Events::Rule").ShouldAllBe(rule => rule.Properties["EventPattern"]!.ToJsonString().Length <= 2048);

    private static IReadOnlyList<EventRule> Rules(string file)
    {
        using var reader = File.OpenText(Path.Combine(PublishedFunction.Root, "infra", file));
        return RuleTemplate.Read(reader);
    }
}
