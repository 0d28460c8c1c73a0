using System.Text.Json;
using System.Text.Json.Nodes;
using static KmsGuard.EndToEnd.Tests.Infra.TerraformState;

namespace KmsGuard.EndToEnd.Tests.Infra;

/// <summary>Which resource of Terraform is a template's, and what CloudFormation would call its properties.</summary>
/// <param name="Type">Terraform's type.</param>
/// <param name="Suffix">What a logical id ends with that Terraform's name leaves to the type.</param>
/// <param name="Reference">The attribute that CloudFormation's Ref gives.</param>
/// <param name="Properties">The properties, given the whole module, since some are resources of their own there.</param>
internal sealed record TwinResource(string Type, string Suffix, string Reference, Func<TerraformState, Resource, JsonObject> Properties)
{
    /// <summary>By CloudFormation's type.</summary>
    public static IReadOnlyDictionary<string, TwinResource> ByType { get; } = new Dictionary<string, TwinResource>
    {
        ["AWS::Serverless::Function"] = new("aws_lambda_function", "Function", "function_name", TwinCompute.Function),
        ["AWS::Lambda::Permission"] = new("aws_lambda_permission", "Permission", "id", TwinCompute.Permission),
        ["AWS::Scheduler::Schedule"] = new("aws_scheduler_schedule", "", "name", TwinCompute.Schedule),
        ["AWS::IAM::Role"] = new("aws_iam_role", "Role", "name", TwinCompute.Role),
        ["AWS::KMS::Key"] = new("aws_kms_key", "Key", "key_id", TwinMessaging.Key),
        ["AWS::KMS::Alias"] = new("aws_kms_alias", "Alias", "name", (_, alias) => new() { ["AliasName"] = alias["name"], ["TargetKeyId"] = alias["target_key_id"] }),
        ["AWS::SNS::Topic"] = new("aws_sns_topic", "Topic", "arn", TwinMessaging.Topic),
        ["AWS::SNS::TopicPolicy"] = new("aws_sns_topic_policy", "Policy", "id", TwinMessaging.TopicPolicy),
        ["AWS::SNS::Subscription"] = new("aws_sns_topic_subscription", "Subscription", "arn", TwinMessaging.Subscription),
        ["AWS::SQS::Queue"] = new("aws_sqs_queue", "", "url", TwinMessaging.Queue),
        ["AWS::SQS::QueuePolicy"] = new("aws_sqs_queue_policy", "Policy", "id", TwinMessaging.QueuePolicy),
        ["AWS::Events::Rule"] = new("aws_cloudwatch_event_rule", "Rule", "name", TwinMessaging.Rule),
        ["AWS::Events::EventBus"] = new("aws_cloudwatch_event_bus", "Bus", "name", TwinMessaging.Bus),
        ["AWS::Events::EventBusPolicy"] = new("aws_cloudwatch_event_bus_policy", "BusPolicy", "id", TwinMessaging.BusPolicy),
        ["AWS::Logs::LogGroup"] = new("aws_cloudwatch_log_group", "Logs", "name", TwinMonitoring.LogGroup),
        ["AWS::Logs::MetricFilter"] = new("aws_cloudwatch_log_metric_filter", "Filter", "name", TwinMonitoring.MetricFilter),
        ["AWS::CloudWatch::Alarm"] = new("aws_cloudwatch_metric_alarm", "Alarm", "alarm_name", TwinMonitoring.Alarm),
        ["AWS::CloudWatch::Dashboard"] = new("aws_cloudwatch_dashboard", "", "dashboard_name", TwinMonitoring.Dashboard),
    };

    /// <summary>Types of Terraform that are parts of another resource in CloudFormation.</summary>
    public static IReadOnlyCollection<string> Parts { get; } =
        ["aws_lambda_function_event_invoke_config", "aws_iam_role_policy", "aws_cloudwatch_event_target"];

    /// <summary>The twin of a template's resource; null where there is none.</summary>
    public Resource? Of(string logicalId, TerraformState module) =>
        module.Find(Type, Snake(logicalId.EndsWith(Suffix, StringComparison.Ordinal) && logicalId.Length > Suffix.Length ? logicalId[..^Suffix.Length] : logicalId));

    /// <summary>An attribute as CloudFormation's GetAtt gives it.</summary>
    public string Attribute(Resource resource, string name) => (Type, name) switch
    {
        // CloudFormation's ends in the streams, Terraform's does not.
        ("aws_cloudwatch_log_group", "Arn") => $"{resource["arn"]}:*",
        (_, "Arn") => resource["arn"],
        (_, "QueueName") => resource["name"],
        _ => throw new NotSupportedException($"{Type} has no {name} here."),
    };

    /// <summary>The name of a Terraform variable, output or resource for a name of CloudFormation.</summary>
    public static string Snake(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);
}
