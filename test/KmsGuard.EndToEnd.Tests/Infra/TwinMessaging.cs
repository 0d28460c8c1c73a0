using System.Text.Json.Nodes;
using static KmsGuard.EndToEnd.Tests.Infra.TerraformState;

namespace KmsGuard.EndToEnd.Tests.Infra;

/// <summary>Keys, topics, queues, rules and buses as CloudFormation writes them.</summary>
internal static class TwinMessaging
{
    public static JsonObject Key(TerraformState module, Resource key) => new()
    {
        ["Description"] = key["description"],
        ["EnableKeyRotation"] = key["enable_key_rotation"],
        ["PendingWindowInDays"] = key["deletion_window_in_days"],
        ["Tags"] = new JsonArray(
            [.. (key.Values["tags"] as JsonObject ?? []).Select(tag => new JsonObject { ["Key"] = tag.Key, ["Value"] = tag.Value!.DeepClone() })]),
        ["KeyPolicy"] = JsonNode.Parse(key["policy"]),
    };

    public static JsonObject Topic(TerraformState module, Resource topic) => new() { ["KmsMasterKeyId"] = topic["kms_master_key_id"] };

    public static JsonObject TopicPolicy(TerraformState module, Resource policy) => new()
    {
        ["Topics"] = new JsonArray(policy["arn"]),
        ["PolicyDocument"] = JsonNode.Parse(policy["policy"]),
    };

    public static JsonObject Subscription(TerraformState module, Resource subscription) => new()
    {
        ["TopicArn"] = subscription["topic_arn"],
        ["Protocol"] = subscription["protocol"],
        ["Endpoint"] = subscription["endpoint"],
    };

    public static JsonObject Queue(TerraformState module, Resource queue) => new()
    {
        ["QueueName"] = queue["name"],
        ["MessageRetentionPeriod"] = queue["message_retention_seconds"],
        ["SqsManagedSseEnabled"] = queue["sqs_managed_sse_enabled"],
    };

    public static JsonObject QueuePolicy(TerraformState module, Resource policy) => new()
    {
        ["Queues"] = new JsonArray(policy["queue_url"]),
        ["PolicyDocument"] = JsonNode.Parse(policy["policy"]),
    };

    public static JsonObject Rule(TerraformState module, Resource rule) => new()
    {
        ["EventBusName"] = rule["event_bus_name"] is "default" ? null : rule["event_bus_name"],
        ["State"] = rule["state"],
        ["EventPattern"] = JsonNode.Parse(rule["event_pattern"]),
        ["Targets"] = new JsonArray(
        [
            .. module.OfType("aws_cloudwatch_event_target").Where(target => target["rule"] == rule["name"] && target["event_bus_name"] == rule["event_bus_name"])
                .Select(target => new JsonObject
                {
                    ["Id"] = target["target_id"],
                    ["Arn"] = target["arn"],
                    ["RoleArn"] = target["role_arn"],
                    ["DeadLetterConfig"] = TwinCompute.DeadLetters(target.Values),
                    ["RetryPolicy"] = TwinCompute.Retry(target.Values),
                }),
        ]),
    };

    public static JsonObject Bus(TerraformState module, Resource bus) => new() { ["Name"] = bus["name"], ["Description"] = bus["description"] };

    public static JsonObject BusPolicy(TerraformState module, Resource policy)
    {
        var statement = (JsonObject)JsonNode.Parse(policy["policy"])!["Statement"]!.AsArray().ShouldHaveSingleItem()!.DeepClone();
        statement.Remove("Sid", out var sid).ShouldBeTrue();
        return new() { ["EventBusName"] = policy["event_bus_name"], ["StatementId"] = sid, ["Statement"] = statement };
    }
}
