using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using KmsGuard.EndToEnd.Tests.Infra.Organization;
using YamlDotNet.RepresentationModel;

namespace KmsGuard.EndToEnd.Tests.Infra;

/// <summary>How the definition hangs together, without carrying it out.</summary>
public sealed class OrganizationDefinitionTests
{
    private static readonly JsonObject Definition =
        StateMachineFile.Define(StateMachineFile.Placeholders.ToDictionary(name => name, name => name));

    /// <summary>The machine, and the processor of each Map in it, by the state that it begins with.</summary>
    public static TheoryData<string> Machines => [.. All(Definition).Select(machine => (string)machine["StartAt"]!)];

    [Theory]
    [MemberData(nameof(Machines))]
    public void Every_state_is_reached_and_every_next_one_exists(string startAt)
    {
        var machine = All(Definition).Single(one => (string)one["StartAt"]! == startAt);
        var states = (JsonObject)machine["States"]!;
        var reached = Reachable(states, startAt);

        reached.Order().ShouldBe(states.Select(state => state.Key).Order());
    }

    [Fact]
    public void Whatever_is_caught_at_the_top_leads_to_the_notice()
    {
        var states = (JsonObject)Definition["States"]!;

        foreach (var (name, state) in states.Where(state => (string)state.Value!["Type"]! is "Task" or "Map" && state.Key != "Tell"))
        {
            var caught = state!["Catch"]!.AsArray();
            caught[^1]!["ErrorEquals"]!.ToJsonString().ShouldBe("""["States.ALL"]""", name);
            caught.ShouldAllBe(catcher => Reachable(states, (string)catcher!["Next"]!).Contains("Tell"));
        }
    }

    [Fact]
    public void Everything_that_is_called_is_tried_again()
    {
        foreach (var task in All(Definition).SelectMany(machine => (JsonObject)machine["States"]!).Where(state => (string)state.Value!["Type"]! == "Task"))
        {
            task.Value!["Retry"].ShouldNotBeNull(task.Key);
            task.Value["TimeoutSeconds"].ShouldNotBeNull(task.Key);
        }
    }

    [Fact]
    public void It_has_no_field_that_the_interpreter_does_not_carry_out() => StateFields.CheckMachine(Definition);

    // AWS refuses $ and $$ at the top of an expression; none is needed anywhere.
    [Fact]
    public void No_expression_names_its_own_context() =>
        Regex.Matches(StateMachineFile.Text, @"\$+(?![A-Za-z{$])").Select(match => match.Value).ShouldBeEmpty();

    [Fact]
    public void The_template_fills_every_placeholder_and_no_other()
    {
        var machine = (YamlMappingNode)Read("template.yaml")["Resources"]["StateMachine"]["Properties"];

        ((YamlMappingNode)machine["DefinitionSubstitutions"]).Children.Keys.Select(key => key.ToString()).Order().ShouldBe(StateMachineFile.Placeholders.Order());
        machine["DefinitionUri"].ToString().ShouldBe("sweep.asl.yaml");
    }

    [Theory]
    [InlineData("SweepFunctionArn")]
    [InlineData("RollbackFunctionName")]
    [InlineData("TopicArn")]
    [InlineData("TopicKeyArn")]
    [InlineData("AlarmTopicArn")]
    public void What_it_takes_from_the_home_stack_is_an_output_there(string name)
    {
        ((YamlMappingNode)Read("template.yaml")["Parameters"]).Children.Keys.ShouldContain(name);
        ((YamlMappingNode)Read("../template.yaml")["Outputs"]).Children.Keys.ShouldContain(name);
    }

    [Fact]
    public void The_role_may_do_what_the_definition_calls_and_run_its_children()
    {
        var statements = (YamlSequenceNode)Read("template.yaml")["Resources"]["StateMachineRole"]["Properties"]["Policies"][0]["PolicyDocument"]["Statement"];
        var allowed = statements.Where(statement => statement["Sid"].ToString() != "Log")
            .SelectMany(statement => statement["Action"] is YamlSequenceNode list ? list.Select(one => one.ToString()) : [statement["Action"].ToString()]);

        // An API operation is its own IAM action here, but for Lambda's; an encrypted topic takes its key too.
        var called = All(Definition).SelectMany(machine => (JsonObject)machine["States"]!)
            .Select(state => (string?)state.Value!["Resource"]).OfType<string>()
            .Select(resource => resource.Split(":::")[1].Replace("aws-sdk:", "", StringComparison.Ordinal).Split(':'))
            .Select(call => call is ["lambda", _] ? "lambda:InvokeFunction" : $"{call[0]}:{char.ToUpperInvariant(call[1][0])}{call[1][1..]}");

        allowed.Order().ShouldBe(called.Concat(
            ["kms:Decrypt", "kms:GenerateDataKey", "states:StartExecution", "states:DescribeExecution", "states:StopExecution"]).Order());
    }

    internal static YamlNode Read(string file)
    {
        var yaml = new YamlStream();
        using var reader = File.OpenText(Path.Combine(PublishedFunction.Root, "infra", "organization", file));
        yaml.Load(reader);
        return yaml.Documents[0].RootNode;
    }

    private static IEnumerable<JsonObject> All(JsonObject machine) =>
        ((JsonObject)machine["States"]!).Select(state => state.Value!["ItemProcessor"]).OfType<JsonObject>().SelectMany(All).Prepend(machine);

    private static HashSet<string> Reachable(JsonObject states, string from)
    {
        HashSet<string> reached = [];
        Visit(from);
        return reached;

        void Visit(string name)
        {
            states.ContainsKey(name).ShouldBeTrue($"There is no state {name}.");
            if (!reached.Add(name))
            {
                return;
            }

            var state = states[name]!;
            var next = (state["Choices"]?.AsArray() ?? []).Concat(state["Catch"]?.AsArray() ?? []).Select(one => one!["Next"])
                .Append(state["Next"]).Append(state["Default"]);
            foreach (var one in next.OfType<JsonNode>())
            {
                Visit((string)one!);
            }
        }
    }
}
