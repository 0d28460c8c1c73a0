using System.Text;
using System.Text.Json;

namespace KmsGuard.Report;

/// <summary>One figure of a metric line.</summary>
/// <param name="Name">The metric's name in CloudWatch.</param>
/// <param name="Unit">Count or Seconds.</param>
/// <param name="Value">The figure.</param>
public readonly record struct Metric(string Name, string Unit, double Value);

/// <summary>Writes metrics as CloudWatch Logs takes them from a log line (AWS: "embedded metric format specification").</summary>
public static class EmbeddedMetrics
{
    /// <summary>The namespace in CloudWatch.</summary>
    public const string Namespace = "KmsGuard";

    /// <summary>One line of JSON. Each figure is kept by function alone and by all the dimensions given.</summary>
    /// <param name="at">When (UTC).</param>
    /// <param name="function">alert, sweep or rollback.</param>
    /// <param name="dimensions">Names and values, from short fixed lists: every new combination is a metric that costs money.</param>
    /// <param name="metrics">The figures.</param>
    public static string Write(
        DateTimeOffset at, string function, IReadOnlyList<KeyValuePair<string, string>> dimensions, IReadOnlyList<Metric> metrics)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartObject("_aws");
            json.WriteNumber("Timestamp", at.ToUnixTimeMilliseconds());
            json.WriteStartArray("CloudWatchMetrics");
            json.WriteStartObject();
            json.WriteString("Namespace", Namespace);
            json.WriteStartArray("Dimensions");
            WriteNames(["Function"]);
            if (dimensions.Count > 0)
            {
                WriteNames(["Function", .. dimensions.Select(dimension => dimension.Key)]);
            }

            json.WriteEndArray();
            json.WriteStartArray("Metrics");
            foreach (var metric in metrics)
            {
                json.WriteStartObject();
                json.WriteString("Name", metric.Name);
                json.WriteString("Unit", metric.Unit);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteString("Function", function);
            foreach (var (name, value) in dimensions)
            {
                json.WriteString(name, value);
            }

            foreach (var metric in metrics)
            {
                json.WriteNumber(metric.Name, metric.Value);
            }

            json.WriteEndObject();

            void WriteNames(IEnumerable<string> names)
            {
                json.WriteStartArray();
                foreach (var name in names)
                {
                    json.WriteStringValue(name);
                }

                json.WriteEndArray();
            }
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
