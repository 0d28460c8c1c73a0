using System.Text.Json.Nodes;
using KmsGuard.Sandbox.Events;

namespace KmsGuard.EndToEnd.Tests.Infra;

/// <summary>The complete example, applied: which events its rules take, at home and in the Region that forwards, and where to.</summary>
[Collection(TerraformDeploymentTests.Name)]
public sealed class TerraformEventTests(TerraformDeployment deployment)
{
    private const string Home = TerraformDeployment.Home, Further = TerraformDeployment.Further, Account = MotoServer.Account;

    [DeployedFact]
    public async Task Every_event_reaches_the_function_once_at_home_and_once_from_elsewhere_or_never()
    {
        var (home, further, forwarded) = (await RulesAsync(Home, "default"), await RulesAsync(Further, "default"), await RulesAsync(Home, "kmsguard"));
        // EventBridge sends objects; the files that hold something else are for the code alone.
        var events = Directory.GetFiles(Path.Combine(PublishedFunction.Root, "test", "KmsGuard.Tests", "Detect", "Events"), "*.json")
            .ToDictionary(path => Path.GetFileName(path), path => JsonNode.Parse(File.ReadAllText(path)) as JsonObject);

        events.Count.ShouldBeGreaterThan(20);
        foreach (var (file, json) in events.Where(one => one.Value is not null))
        {
            var times = file.StartsWith("refused.", StringComparison.Ordinal) ? 0 : 1;
            home.Count(rule => rule.Takes(json!)).ShouldBe(times, file);
            further.Count(rule => rule.Takes(json!)).ShouldBe(times, file);
            // Here comes only what is forwarded.
            forwarded.Count(rule => rule.Takes(json!)).ShouldBeGreaterThanOrEqualTo(times, file);
        }
    }

    [DeployedTheory]
    [InlineData(Home, "default", "function:kmsguard-alert", "kmsguard-undelivered")]
    [InlineData(Home, "kmsguard", "function:kmsguard-alert", "kmsguard-undelivered")]
    [InlineData(Further, "default", "event-bus/kmsguard", "kmsguard-unforwarded")]
    public async Task What_a_rule_takes_goes_to_one_target_or_is_kept(string region, string bus, string target, string queue)
    {
        var rules = await RulesAsync(region, bus);
        var queueArn = $"arn:aws:sqs:{region}:{Account}:{queue}";
        var attributes = await deployment.Aws.JsonAsync(
            "sqs", region, "AmazonSQS.GetQueueAttributes", new() { ["QueueUrl"] = $"{deployment.Aws.Endpoint}{Account}/{queue}", ["AttributeNames"] = new JsonArray("All") });
        var policy = Statements(attributes["Attributes"]!["Policy"]!.ToString());

        rules.Count.ShouldBe(bus == "default" ? 3 : 1);
        foreach (var rule in rules)
        {
            var targets = await EventsAsync(region, "ListTargetsByRule", new() { ["Rule"] = rule.Name, ["EventBusName"] = bus });
            var only = targets["Targets"]!.AsArray().ShouldHaveSingleItem()!;
            only["Arn"]!.ToString().ShouldEndWith($":{Home}:{Account}:{target}");
            only["DeadLetterConfig"]!["Arn"]!.ToString().ShouldBe(queueArn);
            only["RetryPolicy"]!["MaximumRetryAttempts"]!.GetValue<int>().ShouldBe(185);
            Admits(policy, "sqs:SendMessage", queueArn, Arn(region, bus, rule)).ShouldBeTrue();
            Admits(policy, "sqs:SendMessage", queueArn, Arn(region, bus, rule) + "x").ShouldBeFalse();
        }
    }

    [DeployedFact]
    public async Task Every_rule_at_home_may_invoke_the_function_and_no_other()
    {
        const string invoke = "lambda:InvokeFunction";
        var function = $"arn:aws:lambda:{Home}:{Account}:function:kmsguard-alert";
        var policy = Statements((await deployment.Aws.RestAsync("lambda", Home, "/2015-03-31/functions/kmsguard-alert/policy"))["Policy"]!.ToString());

        foreach (var bus in new[] { "default", "kmsguard" })
        {
            foreach (var rule in await RulesAsync(Home, bus))
            {
                Admits(policy, invoke, function, Arn(Home, bus, rule)).ShouldBeTrue(rule.Name);
            }
        }

        Admits(policy, invoke, function, $"arn:aws:events:{Home}:{Account}:rule/another").ShouldBeFalse();
    }

    [DeployedFact]
    public async Task The_bus_takes_events_of_the_organization_alone_and_a_further_Region_may_put_them()
    {
        var bus = await EventsAsync(Home, "DescribeEventBus", new() { ["Name"] = "kmsguard" });
        var arn = bus["Arn"]!.ToString();
        var policy = Statements(bus["Policy"]!.ToString());
        var rule = (await RulesAsync(Further, "default"))[0].Name;
        var target = (await EventsAsync(Further, "ListTargetsByRule", new() { ["Rule"] = rule }))["Targets"]![0]!;
        var role = target["RoleArn"]!.ToString().Split('/')[1];
        var forward = await deployment.Aws.QueryAsync("iam", Home, "GetRolePolicy", ("RoleName", role), ("PolicyName", "kmsguard-forward"));

        IamPolicy.Admits(policy, "AWS:anybody", "events:PutEvents", arn, ("aws:PrincipalOrgID", ["o-a1b2c3d4e5"])).ShouldBeTrue();
        IamPolicy.Admits(policy, "AWS:anybody", "events:PutEvents", arn, ("aws:PrincipalOrgID", ["o-another0000"])).ShouldBeFalse();
        IamPolicy.Admits(policy, "AWS:anybody", "events:PutEvents", arn).ShouldBeFalse();
        IamPolicy.Allows(Statements(Uri.UnescapeDataString(forward.Descendants("PolicyDocument").Single().Value)), "events:PutEvents", arn).ShouldBeTrue();
    }

    private async Task<IReadOnlyList<EventRule>> RulesAsync(string region, string bus) =>
    [
        .. from rule in (await EventsAsync(region, "ListRules", new() { ["EventBusName"] = bus, ["NamePrefix"] = "kmsguard-" }))["Rules"]!.AsArray()
           select new EventRule(
               rule["Name"]!.ToString(), rule["State"]!.ToString(), EventPattern.Parse((JsonObject)JsonNode.Parse(rule["EventPattern"]!.ToString())!), []),
    ];

    private Task<JsonObject> EventsAsync(string region, string operation, JsonObject input) => deployment.Aws.JsonAsync("events", region, $"AWSEvents.{operation}", input);

    private static string Arn(string region, string bus, EventRule rule) =>
        $"arn:aws:events:{region}:{Account}:rule/{(bus == "default" ? "" : $"{bus}/")}{rule.Name}";

    private static bool Admits(IReadOnlyList<JsonObject> policy, string action, string resource, string source) =>
        IamPolicy.Admits(policy, "Service:events.amazonaws.com", action, resource, ("aws:SourceArn", [source]));

    private static IReadOnlyList<JsonObject> Statements(string policy) => [.. JsonNode.Parse(policy)!["Statement"]!.AsArray().Select(statement => (JsonObject)statement!)];
}
