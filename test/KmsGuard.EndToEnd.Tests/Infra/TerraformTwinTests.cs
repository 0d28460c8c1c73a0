using System.Text.Json.Nodes;

namespace KmsGuard.EndToEnd.Tests.Infra;

/// <summary>Every template has a twin in Terraform that deploys the same.</summary>
[Collection(TerraformDeploymentTests.Name)]
public sealed class TerraformTwinTests(TerraformDeployment deployment)
{
    // Where it differs because Terraform does: what has no counterpart in a template.
    private static readonly Dictionary<string, string[]> OnlyTerraform = new()
    {
        // SAM uploads the package itself, and knows the runtime.
        ["template.yaml"] = ["package", "runtime"],
        // CloudFormation makes up names.
        ["cis-4.7.yaml"] = ["name_prefix"],
        ["guardrails/key.yaml"] = ["guarded", "tags"],
        ["regional.yaml"] = [],
    };

    /// <summary>Template, folder that was applied, module called there.</summary>
    public static TheoryData<string, string, string?> Deployments => new()
    {
        { "template.yaml", TerraformDeployment.Complete, "kmsguard" },
        { "template.yaml", TerraformDeployment.Root, null },
        { "regional.yaml", TerraformDeployment.Complete, "frankfurt" },
        { "cis-4.7.yaml", "cis-4.7", null },
        { "guardrails/key.yaml", "key", null },
    };

    [DeployedTheory]
    [MemberData(nameof(Deployments))]
    public void Both_make_the_same_resources(string template, string folder, string? call) =>
        Twins(template, folder, call).Unmatched().ShouldBeEmpty();

    [DeployedTheory]
    [MemberData(nameof(Deployments))]
    public void Each_resource_is_the_same_in_both(string template, string folder, string? call) =>
        Twins(template, folder, call).Differences().ShouldBeEmpty();

    [DeployedTheory]
    [MemberData(nameof(Deployments))]
    public void Both_take_the_same_parameters_with_the_same_defaults(string template, string folder, string? call)
    {
        var module = deployment.Applied(folder).Deployed(call);
        var parameters = Parameters(template);

        module.Defaults.Keys.Except(OnlyTerraform[template]).Order().ShouldBe(parameters.Select(parameter => TwinResource.Snake(parameter.Key)).Order());
        foreach (var (name, parameter) in parameters)
        {
            var variable = TwinResource.Snake(name);
            module.Required.Contains(variable).ShouldBe(parameter!["Default"] is null, variable);
            Text(module.Defaults[variable]).ShouldBe(parameter["Default"]?.ToString() ?? "", variable);
        }
    }

    [DeployedTheory]
    [MemberData(nameof(Deployments))]
    public void Both_say_the_same_of_themselves(string template, string folder, string? call) =>
        deployment.Applied(folder).Deployed(call).Outputs.Order().ShouldBe(Stack.Read(template)["Outputs"]!.AsObject().Select(output => TwinResource.Snake(output.Key)).Order());

    [DeployedFact]
    public void The_functions_run_on_the_same_runtime_and_log_to_the_same_groups()
    {
        var (stack, module) = (Stack.Home(), deployment.Applied(TerraformDeployment.Complete).Planned("kmsguard"));

        module.Defaults["runtime"]!.ToString().ShouldBe(stack.Globals["Runtime"]!.ToString());
        foreach (var function in stack.OfType("AWS::Serverless::Function"))
        {
            var logging = TwinResource.ByType[function.Type].Of(function.Id, module)!.Block("logging_config")!;
            var group = stack.Resources[function.Properties["LoggingConfig"]!["LogGroup"]!.ToString()];
            logging["log_group"]!.ToString().ShouldBe(TwinResource.ByType[group.Type].Of(group.Id, module)!["name"]);
            // SAM's default, which Terraform has none for.
            logging["log_format"]!.ToString().ShouldBe("Text");
        }
    }

    [DeployedFact]
    public void The_key_as_it_should_be_rotates_as_often()
    {
        var planned = deployment.Applied("key").Planned();

        planned.Find("aws_kms_key", "key")!["rotation_period_in_days"].ShouldBe(planned.Variables["rotation_period_days"]!.ToString());
        Stack.Read("guardrails/key.yaml")["Resources"]!["Key"]!["Properties"]!["RotationPeriodInDays"]!["Ref"]!.ToString().ShouldBe("RotationPeriodDays");
    }

    public static TheoryData<string, string, string?> Changes => new()
    {
        { "KeyLossRule", "State", "DISABLED" },
        { "KeyLossRule", "EventPattern/detail-type/1", null },
        { "DoomedKeyUseRule", "EventPattern/detail/errorMessage/2/wildcard", "* is disabled." },
        { "KeyChangesRule", "Targets/0/Arn", "SweepFunction.Arn" },
        { "KeyChangesRule", "Targets/0/DeadLetterConfig/Arn", "FailedInvocations.Arn" },
        { "KeyChangesRule", "Targets/0/RetryPolicy/MaximumRetryAttempts", "184" },
        { "ForwardedRule", "EventBusName", null },
        { "ForwardedPermission", "SourceArn", "KeyLossRule.Arn" },
        { "HomeBusPolicy", "Statement/Condition/StringEquals/aws:PrincipalOrgID", "o-another0000" },
        { "SweepRole", "Policies/0/PolicyDocument/Statement/0/Sid", "Look" },
        { "SweepRole", "Policies/0/PolicyDocument/Statement/2/Action/0", "kms:CancelKeyDeletion" },
        { "SweepRole", "Policies/0/PolicyDocument/Statement/4/Effect", "Allow" },
        { "SweepRole", "Policies/0/PolicyDocument/Statement/4/Condition/NumericLessThan/kms:ScheduleKeyDeletionPendingWindowInDays", "29" },
        { "SweepRole", "Policies/0/PolicyDocument/Statement/7/Condition/Null", null },
        { "AlertRole", "Policies/0/PolicyDocument/Statement/5/Resource", "AlarmTopic" },
        { "ScheduleRole", "AssumeRolePolicyDocument/Statement/0/Condition", null },
        { "SweepFunction", "Environment/Variables/KMSGUARD_IDLE_DAYS", "30" },
        { "SweepFunction", "Environment/Variables/KMSGUARD_NOTICE", null },
        { "SweepFunction", "ReservedConcurrentExecutions", null },
        { "AlertFunction", "EventInvokeConfig/DestinationConfig/OnFailure/Destination", "Undelivered.Arn" },
        { "AlertFunction", "Role", "SweepRole.Arn" },
        { "Schedule", "ScheduleExpressionTimezone", "UTC" },
        { "Schedule", "Target/RetryPolicy/MaximumEventAgeInSeconds", "86400" },
        { "UndeliveredPolicy", "PolicyDocument/Statement/0/Condition/ArnEquals/aws:SourceArn/3", null },
        { "Undelivered", "MessageRetentionPeriod", "345600" },
        { "Topic", "KmsMasterKeyId", "alias/aws/sns" },
        { "TopicPolicy", "PolicyDocument/Statement/2", null },
        { "TopicKey", "Tags", null },
        { "TopicKey", "KeyPolicy/Statement/1/Principal/Service", "sns.amazonaws.com" },
        { "SweepMissingAlarm", "TreatMissingData", "notBreaching" },
        { "SweepMissingAlarm", "EvaluationPeriods", "24" },
        { "AlertErrorsAlarm", "AlarmActions/0", "Topic" },
        { "PublishFailuresAlarm", "Dimensions/0/Value", "sweep" },
        { "AlertLogs", "RetentionInDays", "30" },
        { "EmailSubscription", "TopicArn", "AlarmTopic" },
    };

    // The comparison above is worth something only if it sees this.
    [DeployedTheory]
    [MemberData(nameof(Changes))]
    public void One_change_to_one_of_them_shows(string resource, string path, string? value)
    {
        var module = deployment.Applied(TerraformDeployment.Complete).Deployed("kmsguard");
        var stack = Given("template.yaml", module);
        var steps = path.Split('/');
        var parent = steps[..^1].Aggregate((JsonNode)stack.Resources[resource].Properties, (node, step) => node is JsonArray list ? list[int.Parse(step)]! : node[step]!);
        switch (parent)
        {
            case JsonArray list when value is null: list.RemoveAt(int.Parse(steps[^1])); break;
            case JsonArray list: list[int.Parse(steps[^1])] = value; break;
            case JsonObject map when value is null: map.Remove(steps[^1]).ShouldBeTrue(); break;
            case JsonObject map: map[steps[^1]] = value; break;
        }

        new Twins(stack, module).Differences().ShouldNotBeEmpty();
        new Twins(stack, module).Differences().ShouldAllBe(difference => difference.StartsWith($"{resource}.", StringComparison.Ordinal));
    }

    [DeployedTheory]
    [InlineData("OrganizationId", "the template has no aws_cloudwatch_event_bus_policy home 0")]
    [InlineData("NotificationEmail", "the template has no aws_sns_topic_subscription email 0", "the template has no aws_sns_topic_subscription alarm_email 0")]
    public void A_resource_that_only_one_of_them_has_shows(string parameter, params string[] unmatched)
    {
        var module = deployment.Applied(TerraformDeployment.Complete).Deployed("kmsguard");

        new Twins(Given("template.yaml", module, (parameter, "")), module).Unmatched().ShouldBe(unmatched, ignoreOrder: true);
    }

    // The template is given the values that Terraform's variables have.
    private Twins Twins(string template, string folder, string? call)
    {
        var module = deployment.Applied(folder).Deployed(call);
        return new(Given(template, module), module);
    }

    private Stack Given(string template, TerraformState module, params (string Name, string Value)[] others) => Stack.Of(
        template, [.. Parameters(template).Select(parameter => (parameter.Key, Text(Value(module, TwinResource.Snake(parameter.Key))))), .. others]);

    private static JsonObject Parameters(string template) => (JsonObject)Stack.Read(template)["Parameters"]!;

    // What is no constant where the module is called is the output of another one.
    private JsonNode? Value(TerraformState module, string variable) =>
        variable == "home_bus_arn" ? deployment.HomeBusArn : module.Variables[variable];

    private static string Text(JsonNode? value) => value is JsonArray list ? string.Join(',', list.Select(item => item!.ToString())) : value?.ToString() ?? "";
}
