using System.Text.Json.Serialization;
using KmsGuard.Restore;

namespace KmsGuard.Report;

/// <summary>The JSON of reports and messages, generated at build: no reflection in the function.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = false)]
[JsonSerializable(typeof(SweepReport))]
[JsonSerializable(typeof(RollbackReport))]
[JsonSerializable(typeof(ReleaseReport))]
[JsonSerializable(typeof(AlertMessage))]
public sealed partial class ReportJson : JsonSerializerContext;
