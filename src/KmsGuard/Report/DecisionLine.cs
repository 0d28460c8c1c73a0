using System.Text.Json;
using System.Text.Json.Serialization;
using KmsGuard.Detect;
using KmsGuard.Evaluate;

namespace KmsGuard.Report;

/// <summary>One decision as the log keeps it: a line of JSON, whose fields CloudWatch Logs Insights finds by name.</summary>
public sealed record DecisionLine
{
    // Evidence quotes tags and error messages, which somebody else wrote; a line is to stay one that is read.
    private const int MaxDetail = 2_000;

    /// <summary>UTC.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>What kind of line it is, to filter by.</summary>
    public string Event { get; } = "decision";

    /// <summary>The run.</summary>
    public required string RunId { get; init; }

    /// <summary>Twelve digits.</summary>
    public required string Account { get; init; }

    /// <summary>The Region.</summary>
    public required string Region { get; init; }

    /// <summary>The key's ARN.</summary>
    public required string Key { get; init; }

    /// <summary>The key's state; null when unknown.</summary>
    public KeyState? State { get; init; }

    /// <summary>The outcome.</summary>
    public required Outcome Outcome { get; init; }

    /// <summary><c>rotation</c>, <c>deletion</c> or null.</summary>
    public string? Rule { get; init; }

    /// <summary>The API operation that is due or was done; null for none.</summary>
    public string? Action { get; init; }

    /// <summary>Every reason, by its stable name.</summary>
    public required IReadOnlyList<string> Reasons { get; init; }

    /// <summary>The evidence in words.</summary>
    public required string Detail { get; init; }

    /// <summary>When KMS will delete it (UTC); null when it will not, or when that is not known.</summary>
    public DateTimeOffset? DeletionDate { get; init; }

    /// <summary>Days until then, begun days counted; null where there is no date.</summary>
    public int? DaysLeft { get; init; }

    /// <summary>Writes the line, without its end.</summary>
    public static string Write(DateTimeOffset at, string runId, string account, string region, KeyReport key) => JsonSerializer.Serialize(
        new DecisionLine
        {
            Time = at,
            RunId = runId,
            Account = account,
            Region = region,
            Key = key.Arn,
            State = key.State,
            Outcome = key.Outcome,
            Rule = key.Rule,
            Action = key.Action,
            Reasons = key.Reasons,
            Detail = SafeText.OneLine(key.Detail, MaxDetail),
            DeletionDate = key.DeletionDate,
            DaysLeft = key.DaysLeft,
        },
        DecisionJson.Default.DecisionLine);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DecisionLine))]
internal sealed partial class DecisionJson : JsonSerializerContext;
