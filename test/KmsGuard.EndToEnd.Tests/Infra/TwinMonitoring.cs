using System.Text.Json.Nodes;
using static KmsGuard.EndToEnd.Tests.Infra.TerraformState;

namespace KmsGuard.EndToEnd.Tests.Infra;

/// <summary>Logs, alarms and the dashboard as CloudFormation writes them.</summary>
internal static class TwinMonitoring
{
    public static JsonObject LogGroup(TerraformState module, Resource group) => new()
    {
        ["LogGroupName"] = group["name"],
        ["RetentionInDays"] = group["retention_in_days"],
    };

    public static JsonObject MetricFilter(TerraformState module, Resource filter)
    {
        var metric = filter.Block("metric_transformation")!;
        return new()
        {
            ["LogGroupName"] = filter["log_group_name"],
            ["FilterPattern"] = filter["pattern"],
            ["MetricTransformations"] = new JsonArray(new JsonObject
            {
                ["MetricNamespace"] = metric["namespace"]!.DeepClone(),
                ["MetricName"] = metric["name"]!.DeepClone(),
                ["MetricValue"] = metric["value"]!.DeepClone(),
                ["DefaultValue"] = metric["default_value"]?.DeepClone(),
            }),
        };
    }

    public static JsonObject Alarm(TerraformState module, Resource alarm) => new()
    {
        ["AlarmName"] = alarm["alarm_name"],
        ["AlarmDescription"] = alarm["alarm_description"],
        ["Namespace"] = alarm["namespace"],
        ["MetricName"] = alarm["metric_name"],
        ["Dimensions"] = new JsonArray(
            [.. (alarm.Values["dimensions"] as JsonObject ?? []).Select(dimension => new JsonObject { ["Name"] = dimension.Key, ["Value"] = dimension.Value!.DeepClone() })]),
        ["Statistic"] = alarm["statistic"],
        ["Period"] = alarm["period"],
        ["EvaluationPeriods"] = alarm["evaluation_periods"],
        ["ComparisonOperator"] = alarm["comparison_operator"],
        ["Threshold"] = alarm["threshold"],
        ["TreatMissingData"] = alarm["treat_missing_data"],
        ["AlarmActions"] = alarm.Values["alarm_actions"]?.DeepClone(),
        ["OKActions"] = alarm.Values["ok_actions"]?.DeepClone(),
        ["InsufficientDataActions"] = alarm.Values["insufficient_data_actions"]?.DeepClone(),
    };

    public static JsonObject Dashboard(TerraformState module, Resource dashboard) => new()
    {
        ["DashboardName"] = dashboard["dashboard_name"],
        ["DashboardBody"] = dashboard["dashboard_body"],
    };
}
