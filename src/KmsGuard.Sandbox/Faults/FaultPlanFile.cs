using System.Text.Json;
using KmsGuard.Sandbox.Kms;

namespace KmsGuard.Sandbox.Faults;

/// <summary>A plan as a file: JSON that a person writes. What it does not understand it refuses, as it would do nothing.</summary>
public static class FaultPlanFile
{
    /// <summary>The largest file that is read.</summary>
    public const int MaxBytes = 1024 * 1024;

    // What only a glob of everything is asked about: no glob matches nothing.
    private const string Any = "any";

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 8 };

    private static readonly (string Service, string Operation)[] Served =
    [
        .. new KmsService(new(), new()).Operations.Select(operation => ("kms", operation)),
        ("sns", "Publish"), ("sns", "CreateTopic"), ("sns", "ListTopics"),
        ("sts", "GetCallerIdentity"), ("sts", "AssumeRole"),
    ];

    /// <summary>Reads.</summary>
    /// <param name="json">UTF-8.</param>
    /// <param name="regions">The Regions that are served.</param>
    /// <exception cref="FormatException">What is wrong first, in one line: where, and what is allowed there.</exception>
    public static FaultPlan Read(ReadOnlyMemory<byte> json, IReadOnlyList<string> regions)
    {
        try
        {
            // Editors put a byte order mark in front.
            using var document = JsonDocument.Parse(json.Span.StartsWith("\uFEFF"u8) ? json[3..] : json, Strict);
            var plan = new StrictObject(document.RootElement, "", "seed", "rules");
            return new()
            {
                Seed = plan.Whole("seed") ?? 0,
                Rules = [.. plan.Items("rules").Select((rule, i) => ReadRule(rule, $"rules[{i}]", regions))],
            };
        }
        catch (JsonException e)
        {
            throw new FormatException($"It is not JSON: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }

    private static FaultRule ReadRule(JsonElement json, string path, IReadOnlyList<string> regions)
    {
        var read = new StrictObject(
            json, path, "kind", "service", "operation", "region", "share", "afterShare", "delayMilliseconds", "skewMinutes");
        var kind = read.Text("kind");
        var rule = new FaultRule
        {
            Kind = FaultNames.Parse(kind ?? "") ?? throw read.Wrong("kind", $"it must be one of {string.Join(", ", FaultNames.All)}"),
            Service = read.Text("service") ?? "*",
            Operation = read.Text("operation") ?? "*",
            Region = read.Text("region") ?? "*",
            Share = read.Number("share") ?? 1,
            AfterShare = read.Number("afterShare") ?? 0,
            DelayMilliseconds = read.Whole("delayMilliseconds"),
            SkewMinutes = read.Whole("skewMinutes"),
        };
        if (rule.Wrong() is { } wrong)
        {
            throw read.Wrong(JsonNamingPolicy.CamelCase.ConvertName(wrong.Member), wrong.Wanted);
        }

        // A rule that can meet no call is a slip of the pen.
        return !Served.Any(one => (rule with { Operation = "*", Region = "*" }).Matches(one.Service, Any, Any))
                ? throw read.Wrong("service", "it must be kms, sns or sts, or a glob that matches one of them")
            : !Served.Any(one => (rule with { Region = "*" }).Matches(one.Service, one.Operation, Any))
                ? throw read.Wrong("operation", $"it must be an operation that {rule.Service} has here, such as {Example(rule)}, or a glob that matches one")
            : !regions.Any(region => (rule with { Service = "*", Operation = "*" }).Matches(Any, Any, region))
                ? throw read.Wrong("region", $"it must be one of {string.Join(", ", regions)}, or a glob that matches one of them")
            : rule;
    }

    private static string Example(FaultRule rule) => Served.First(one => (rule with { Operation = "*", Region = "*" }).Matches(one.Service, Any, Any)).Operation;
}
