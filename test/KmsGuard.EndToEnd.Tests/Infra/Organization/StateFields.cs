using System.Text.Json.Nodes;

namespace KmsGuard.EndToEnd.Tests.Infra.Organization;

/// <summary>The fields that a JSONata state may have, as far as this interpreter knows them. Anything else is an error: what it
/// does not carry out must not look as if it worked.</summary>
internal static class StateFields
{
    private static readonly Dictionary<string, string[]> Known = new()
    {
        ["machine"] = ["Comment", "QueryLanguage", "TimeoutSeconds", "StartAt", "States"],
        ["Task"] = ["Resource", "Arguments", "TimeoutSeconds", "Retry", "Catch", "Assign", "Output", "Next", "End"],
        ["Map"] =
        [
            "Label", "Items", "ItemSelector", "MaxConcurrency", "ToleratedFailurePercentage", "ItemProcessor",
            "Retry", "Catch", "Assign", "Output", "Next", "End",
        ],
        ["Choice"] = ["Choices", "Default"],
        ["Pass"] = ["Assign", "Output", "Next", "End"],
        ["Succeed"] = ["Output"],
        ["Fail"] = ["Error", "Cause"],
        ["rule"] = ["Condition", "Next"],
        ["Retry"] = ["ErrorEquals", "IntervalSeconds", "BackoffRate", "MaxAttempts", "MaxDelaySeconds", "JitterStrategy"],
        ["Catch"] = ["ErrorEquals", "Assign", "Output", "Next"],
        ["processor"] = ["ProcessorConfig", "StartAt", "States"],
        ["config"] = ["Mode", "ExecutionType"],
    };

    /// <summary>Checks a state and everything in it.</summary>
    /// <exception cref="FormatException">It has a field or is of a type that is not known here.</exception>
    public static void CheckMachine(JsonObject machine)
    {
        Check("machine", machine);
        if ((string?)machine["QueryLanguage"] != "JSONata")
        {
            throw new FormatException("Only JSONata is known here.");
        }

        CheckStates(machine);
    }

    private static void CheckStates(JsonObject machine)
    {
        foreach (var (name, state) in (JsonObject)machine["States"]!)
        {
            Check((string)state!["Type"]!, (JsonObject)state, "Type", "Comment");
            Each(state["Choices"], "rule");
            Each(state["Retry"], "Retry");
            Each(state["Catch"], "Catch");
            if (state["ItemProcessor"] is JsonObject processor)
            {
                Check("processor", processor);
                Check("config", (JsonObject)processor["ProcessorConfig"]!);
                CheckStates(processor);
            }
            else if (state["Next"] is null && state["End"] is null && (string)state["Type"]! is not ("Choice" or "Succeed" or "Fail"))
            {
                throw new FormatException($"{name} leads nowhere.");
            }
        }
    }

    private static void Each(JsonNode? list, string kind)
    {
        foreach (var one in list?.AsArray() ?? [])
        {
            Check(kind, (JsonObject)one!);
        }
    }

    private static void Check(string kind, JsonObject fields, params string[] always)
    {
        var unknown = fields.Select(field => field.Key).Except(Known.GetValueOrDefault(kind) ?? throw new FormatException($"{kind} is not known here.")).Except(always);
        if (unknown.FirstOrDefault() is { } first)
        {
            throw new FormatException($"{kind} has {first}, which is not known here.");
        }
    }
}
