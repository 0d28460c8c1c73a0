using System.Text.Json.Nodes;
using static KmsGuard.EndToEnd.Tests.Infra.TerraformState;

namespace KmsGuard.EndToEnd.Tests.Infra;

/// <summary>Functions, roles and the schedule as CloudFormation writes them.</summary>
internal static class TwinCompute
{
    public static JsonObject Function(TerraformState module, Resource function)
    {
        var invoked = module.Find("aws_lambda_function_event_invoke_config", function.Name);
        return new()
        {
            ["FunctionName"] = function["function_name"],
            ["Description"] = function["description"],
            ["Role"] = function["role"],
            ["MemorySize"] = function["memory_size"],
            ["Timeout"] = function["timeout"],
            ["ReservedConcurrentExecutions"] = function["reserved_concurrent_executions"] is "-1" ? null : function["reserved_concurrent_executions"],
            ["Architectures"] = function.Values["architectures"]!.DeepClone(),
            ["Handler"] = function["handler"],
            ["Environment"] = new JsonObject { ["Variables"] = function.Block("environment")!["variables"]!.DeepClone() },
            ["EventInvokeConfig"] = invoked is null ? null : new JsonObject
            {
                ["MaximumRetryAttempts"] = invoked["maximum_retry_attempts"],
                ["MaximumEventAgeInSeconds"] = invoked["maximum_event_age_in_seconds"] is "0" ? null : invoked["maximum_event_age_in_seconds"],
                ["DestinationConfig"] = new JsonObject
                {
                    ["OnFailure"] = new JsonObject
                    {
                        ["Type"] = "SQS",
                        ["Destination"] = invoked.Block("destination_config")!["on_failure"]![0]!["destination"]!.DeepClone(),
                    },
                },
            },
        };
    }

    public static JsonObject Permission(TerraformState module, Resource permission) => new()
    {
        ["FunctionName"] = permission["function_name"],
        ["Action"] = permission["action"],
        ["Principal"] = permission["principal"],
        ["SourceArn"] = permission["source_arn"],
    };

    public static JsonObject Schedule(TerraformState module, Resource schedule)
    {
        var target = schedule.Block("target")!;
        return new()
        {
            ["Name"] = schedule["name"],
            ["ScheduleExpression"] = schedule["schedule_expression"],
            ["ScheduleExpressionTimezone"] = schedule["schedule_expression_timezone"],
            ["State"] = schedule["state"],
            ["FlexibleTimeWindow"] = new JsonObject { ["Mode"] = schedule.Block("flexible_time_window")!["mode"]!.DeepClone() },
            ["Target"] = new JsonObject
            {
                ["Arn"] = target["arn"]!.DeepClone(),
                ["RoleArn"] = target["role_arn"]!.DeepClone(),
                ["Input"] = target["input"]!.DeepClone(),
                ["RetryPolicy"] = Retry(target),
                ["DeadLetterConfig"] = DeadLetters(target),
            },
        };
    }

    public static JsonObject Role(TerraformState module, Resource role) => new()
    {
        ["RoleName"] = role["name"],
        ["AssumeRolePolicyDocument"] = JsonNode.Parse(role["assume_role_policy"]),
        ["Policies"] = new JsonArray(
        [
            .. module.OfType("aws_iam_role_policy").Where(policy => policy["role"] == role["name"])
                .Select(policy => new JsonObject { ["PolicyName"] = policy["name"], ["PolicyDocument"] = JsonNode.Parse(policy["policy"]) }),
        ]),
    };

    /// <summary>A target's retry policy.</summary>
    public static JsonObject Retry(JsonObject target) => new()
    {
        ["MaximumRetryAttempts"] = target["retry_policy"]![0]!["maximum_retry_attempts"]!.DeepClone(),
        ["MaximumEventAgeInSeconds"] = target["retry_policy"]![0]!["maximum_event_age_in_seconds"]!.DeepClone(),
    };

    /// <summary>Where what a target does not take goes to.</summary>
    public static JsonObject DeadLetters(JsonObject target) => new() { ["Arn"] = target["dead_letter_config"]![0]!["arn"]!.DeepClone() };
}
