using System.Text.Json.Nodes;
using KmsGuard.Sandbox.Events;

namespace KmsGuard.Sandbox.Tests.Events;

[Trait("Proof", "sandbox")]
public sealed class RuleTemplateTests
{
    private const string Template = """
        Parameters:
          Name: { Type: String, Default: x }
        Conditions:
          Yes: !Equals [!Ref Name, "x"]
        Resources:
          AFunction:
            Type: AWS::Serverless::Function
            Properties:
              Role: !Sub "arn:${AWS::Partition}:iam::${AWS::AccountId}:role/x"
              Environment: !If [Yes, { A: !GetAtt B.C }, !Ref "AWS::NoValue"]
          Numbers:
            Type: AWS::Events::Rule
            Properties:
              EventPattern:
                detail:
                  count: [{ numeric: [">", 5] }]
                  flag: [true]
                  text: ["true", "5"]
                  none: [null]
              Targets:
                - { Id: a, Arn: !GetAtt AFunction.Arn }
                - { Id: b, Arn: { "Fn::GetAtt": [BFunction, Arn] } }
                - { Id: c, Arn: !Sub "arn:aws:events:${AWS::Region}:444455556666:event-bus/default" }
          Nightly:
            Type: AWS::Events::Rule
            Properties: { ScheduleExpression: "rate(1 day)" }
        """;

    [Fact]
    public void Rules_with_patterns_are_read_whatever_short_tags_surround_them()
    {
        var rule = RuleTemplate.Read(new StringReader(Template)).ShouldHaveSingleItem();

        rule.Name.ShouldBe("Numbers");
        rule.State.ShouldBe("ENABLED");
        rule.Targets.ShouldBe(["AFunction", "BFunction"]);
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("EventBusName: !Ref Home", "Home")]
    [InlineData("EventBusName: partner", "partner")]
    [InlineData("EventBusName: default", null)]
    public void A_rule_knows_its_bus(string property, string? bus)
    {
        var template = $$"""
            Resources:
              Rule:
                Type: AWS::Events::Rule
                Properties:
                  EventPattern: { source: [x] }
                  {{property}}
            """;

        RuleTemplate.Read(new StringReader(template)).ShouldHaveSingleItem().Bus.ShouldBe(bus);
    }

    [Theory]
    [InlineData("""{"count":6,"flag":true,"text":"5","none":null}""", true)]
    [InlineData("""{"count":6,"flag":"true","text":"5","none":null}""", false)]
    [InlineData("""{"count":6,"flag":true,"text":5,"none":null}""", false)]
    [InlineData("""{"count":6,"flag":true,"text":"true","none":"null"}""", false)]
    public void Values_keep_the_types_that_YAML_gives_them(string detail, bool taken) =>
        RuleTemplate.Read(new StringReader(Template))[0]
            .Takes(new JsonObject { ["detail"] = JsonNode.Parse(detail) }).ShouldBe(taken);

    [Fact]
    public void A_rule_that_cannot_be_read_is_named()
    {
        var template = "Resources: { Bad: { Type: 'AWS::Events::Rule', Properties: { EventPattern: { source: x } } } }";

        var refusal = Should.Throw<FormatException>(() => RuleTemplate.Read(new StringReader(template)));

        refusal.Message.ShouldStartWith("Bad: \"source\"");
    }

    public static TheoryData<string, bool, bool> States() => new()
    {
        { "ENABLED", false, true },
        { "ENABLED", true, false },
        { "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS", false, true },
        { "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS", true, true },
        { "DISABLED", false, false },
    };

    [Theory]
    [MemberData(nameof(States))]
    public void Read_only_events_come_only_to_the_state_that_asks_for_them(string state, bool readOnly, bool taken)
    {
        var template = $$"""
            Resources:
              R:
                Type: AWS::Events::Rule
                Properties: { State: {{state}}, EventPattern: { source: [aws.kms] } }
            """;

        RuleTemplate.Read(new StringReader(template))[0].Takes(SampleEvent.Call("Decrypt", readOnly)).ShouldBe(taken);
    }
}
