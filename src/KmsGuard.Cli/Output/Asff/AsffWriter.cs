using System.Globalization;
using System.Text.Json;
using KmsGuard.Detect;
using KmsGuard.Evaluate;
using KmsGuard.Report;

namespace KmsGuard.Cli.Output.Asff;

/// <summary>Writes findings as BatchImportFindings takes them (AWS: "AWS Security Finding Format", and the API's model).</summary>
internal static class AsffWriter
{
    /// <summary>How every part begins that has a finding.</summary>
    public const string Beginning = """[{"SchemaVersion":"2018-10-08","Id":"kmsguard/""";

    // AWS's limits: of a title 256, of a description 1,024, of a recommendation 512, of a product field's value 2,048.
    private const int MaxDescription = 1_024, MaxField = 2_048, MaxRegion = 16;

    private static readonly string[] Partitions = ["aws", "aws-cn", "aws-us-gov"];

    // The states that AwsKmsKey knows.
    private static readonly KeyState[] States =
        [KeyState.Enabled, KeyState.Disabled, KeyState.PendingDeletion, KeyState.PendingImport, KeyState.Unavailable];

    /// <summary>Writes one array of findings, on one line.</summary>
    public static void Write(SweepReport report, IEnumerable<AsffFinding> findings, TextWriter writer)
    {
        using (var stream = new TextStream(writer))
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartArray();
            foreach (var finding in findings)
            {
                Finding(report, finding, json);
            }

            json.WriteEndArray();
        }

        writer.Write('\n');
        writer.Flush();
    }

    private static void Finding(SweepReport report, AsffFinding finding, Utf8JsonWriter json)
    {
        var (key, arn, check, _) = finding;
        json.WriteStartObject();
        json.WriteString("SchemaVersion", "2018-10-08");
        json.WriteString("Id", $"kmsguard/{arn}/{check.Name}");
        json.WriteString("ProductArn", $"arn:{arn.Partition}:securityhub:{arn.Region}:{arn.Account}:product/{arn.Account}/default");
        json.WriteString("ProductName", "KmsGuard");
        json.WriteString("CompanyName", "KmsGuard");
        json.WriteString("GeneratorId", $"kmsguard/{check.Name}");
        json.WriteString("AwsAccountId", arn.Account);
        json.WriteString("CreatedAt", Time(report.StartedAt));
        json.WriteString("UpdatedAt", Time(report.FinishedAt));
        json.WriteString("LastObservedAt", Time(report.FinishedAt));
        Severity(finding, json);
        // Security Hub takes an update of these from here only.
        json.WriteStartObject("FindingProviderFields");
        Severity(finding, json);
        json.WriteEndObject();
        json.WriteString("Title", check.Title);
        json.WriteString("Description", Description(key));
        json.WriteStartObject("Remediation");
        json.WriteStartObject("Recommendation");
        json.WriteString("Text", check.Remedy(key.Arn, arn.Region));
        json.WriteString("Url", check.Url);
        json.WriteEndObject();
        json.WriteEndObject();
        ProductFields(report, key, json);
        Resource(key, arn, json);
        json.WriteStartObject("Compliance");
        json.WriteString("Status", finding.Status);
        Strings("RelatedRequirements", check.Requirements, json);
        json.WriteEndObject();
        json.WriteString("RecordState", finding.Active ? "ACTIVE" : "ARCHIVED");
        json.WriteEndObject();
    }

    private static void Severity(AsffFinding finding, Utf8JsonWriter json)
    {
        json.WriteStartObject("Severity");
        json.WriteString("Label", finding.Severity);
        json.WriteEndObject();
        Strings("Types", finding.Check.Types, json);
    }

    private static void ProductFields(SweepReport report, KeyReport key, Utf8JsonWriter json)
    {
        json.WriteStartObject("ProductFields");
        Field("run", report.RunId);
        Field("outcome", KebabCase.Of(key.Outcome));
        Field("action", key.Action);
        Field("reasons", string.Join(' ', key.Reasons));
        Field("aliases", string.Join(' ', key.Aliases ?? []));
        Field("deletionDate", key.DeletionDate is { } date ? Time(date) : null);
        Field("daysLeft", key.DaysLeft?.ToString(CultureInfo.InvariantCulture));
        Field("disabledSince", key.DisabledSince is { } since ? Time(since) : null);
        json.WriteEndObject();

        void Field(string name, string? value)
        {
            // No value may be blank.
            if (SafeText.OneLine(value, MaxField) is { Length: > 0 } text)
            {
                json.WriteString($"kmsguard/{name}", text);
            }
        }
    }

    private static void Resource(KeyReport key, KeyArn arn, Utf8JsonWriter json)
    {
        json.WriteStartArray("Resources");
        json.WriteStartObject();
        json.WriteString("Type", "AwsKmsKey");
        json.WriteString("Id", key.Arn);
        if (Partitions.Contains(arn.Partition))
        {
            json.WriteString("Partition", arn.Partition);
        }

        if (arn.Region.Length <= MaxRegion)
        {
            json.WriteString("Region", arn.Region);
        }

        json.WriteStartObject("Details");
        json.WriteStartObject("AwsKmsKey");
        json.WriteString("AWSAccountId", arn.Account);
        json.WriteString("KeyId", arn.KeyId);
        json.WriteString("KeyManager", "CUSTOMER");
        if (key.State is { } state && States.Contains(state))
        {
            json.WriteString("KeyState", state.ToString());
        }

        if (key.Rotates is { } rotates)
        {
            json.WriteBoolean("KeyRotationStatus", rotates);
        }

        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static string Description(KeyReport key)
    {
        string[] parts =
        [
            $"{(key.Names.Length > 0 ? key.Names : "A key without an alias")} is {key.State?.ToString() ?? "in a state that could not be read"}",
            $"the sweep's outcome: {KebabCase.Of(key.Outcome)}{(key.Reasons.Count > 0 ? $" ({string.Join(", ", key.Reasons)})" : "")}",
            key.Detail,
        ];
        return SafeText.OneLine(string.Join("; ", parts.Where(part => part.Length > 0)) + ".", MaxDescription);
    }

    private static void Strings(string name, IReadOnlyList<string> texts, Utf8JsonWriter json)
    {
        if (texts.Count == 0)
        {
            return;
        }

        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
