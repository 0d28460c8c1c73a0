namespace KmsGuard.EndToEnd.Tests.Infra;

/// <summary>What alarms and dashboards may name: metrics that the functions write, and those that AWS documents for its services.</summary>
internal static class MetricName
{
    // AWS: "Types of metrics for Lambda functions"; "Available CloudWatch metrics for Amazon SQS".
    private static readonly Dictionary<string, (string Dimension, string[] Metrics)> Services = new()
    {
        ["AWS/Lambda"] = ("FunctionName", ["Invocations", "Errors", "Throttles", "Duration", "ConcurrentExecutions"]),
        ["AWS/SQS"] = ("QueueName", ["ApproximateNumberOfMessagesVisible", "ApproximateAgeOfOldestMessage", "NumberOfMessagesSent"]),
    };

    /// <summary>Whether something writes the metric with just this dimension.</summary>
    public static bool Exists(Stack stack, WrittenMetrics written, string space, string metric, string dimension, string value) =>
        Services.TryGetValue(space, out var service)
            ? service.Dimension == dimension && service.Metrics.Contains(metric) && Deployed(stack, dimension).Contains(value)
            : written.Names.Contains($"{space} {metric} {dimension}={value}");

    private static IEnumerable<string> Deployed(Stack stack, string dimension) => dimension == "FunctionName"
        ? stack.OfType("AWS::Serverless::Function").Select(function => function.Id)
        : stack.OfType("AWS::SQS::Queue").Select(queue => $"{queue.Id}.QueueName");
}
