using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using KmsGuard.Report;
using KmsGuard.Restore;

namespace KmsGuard.Cli.Output;

/// <summary>Answers in JSON, indented.</summary>
internal static class JsonAnswer
{
    private static readonly JsonSerializerOptions Indented = new(ReportJson.Default.Options)
    {
        WriteIndented = true,
        // The default, named: with an encoder the serializer never takes its fast path, which, once some short reports were
        // written in this process, would make one text of a long one.
        Encoder = JavaScriptEncoder.Default,
    };

    /// <summary>A rollback's report.</summary>
    public static string Of(RollbackReport report) => JsonSerializer.Serialize(report, TypeOf<RollbackReport>());

    /// <summary>A release's report.</summary>
    public static string Of(ReleaseReport report) => JsonSerializer.Serialize(report, TypeOf<ReleaseReport>());

    /// <summary>A sweep's report, written piece by piece: with a hundred thousand keys it is too long for one text.</summary>
    public static void Write(SweepReport report, TextWriter writer)
    {
        using (var stream = new TextStream(writer))
        {
            JsonSerializer.Serialize(stream, report, TypeOf<SweepReport>());
        }

        writer.WriteLine();
        writer.Flush();
    }

    /// <summary>A message that is JSON already.</summary>
    public static string Of(Notice json) => JsonNode.Parse(json.Body)!.ToJsonString(Indented);

    private static JsonTypeInfo<T> TypeOf<T>() => (JsonTypeInfo<T>)Indented.GetTypeInfo(typeof(T));
}
