using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using KmsGuard.Report;

namespace KmsGuard.Cli.Output;

/// <summary>Answers in JSON, indented.</summary>
internal static class JsonAnswer
{
    private static readonly JsonSerializerOptions Indented = new(ReportJson.Default.Options) { WriteIndented = true };

    /// <summary>A report.</summary>
    public static string Of<T>(T report) => JsonSerializer.Serialize(report, (JsonTypeInfo<T>)Indented.GetTypeInfo(typeof(T)));

    /// <summary>A message that is JSON already.</summary>
    public static string Of(Notice json) => JsonNode.Parse(json.Body)!.ToJsonString(Indented);
}
