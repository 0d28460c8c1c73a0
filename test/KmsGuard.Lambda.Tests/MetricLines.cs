using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace KmsGuard.Lambda.Tests;

/// <summary>The metrics that a function wrote, as CloudWatch would add them up.</summary>
internal sealed class MetricLines
{
    private readonly ConcurrentQueue<JsonNode> lines = new();

    /// <summary>Takes the place of the log stream.</summary>
    public static MetricLines Of(Composition composition)
    {
        var metrics = new MetricLines();
        composition.Metrics = line => metrics.lines.Enqueue(JsonNode.Parse(line)!);
        return metrics;
    }

    /// <summary>A metric's sum over everything so far; null when it was never written.</summary>
    public double? Sum(string metric)
    {
        var values = lines.Select(line => line[metric]).OfType<JsonNode>().Select(value => value.GetValue<double>()).ToList();
        return values.Count == 0 ? null : values.Sum();
    }
}
