using System.Text.Json;
using KmsGuard.Settings;

namespace KmsGuard.Lambda;

/// <summary>A sweep's input: settings for this one run.</summary>
internal static class SweepInput
{
    /// <summary>The settings of the run.</summary>
    /// <param name="input">What the function was invoked with.</param>
    /// <param name="environment">The function's environment variables, for what the input leaves out.</param>
    /// <exception cref="InputException">The input is not understood.</exception>
    public static GuardSettings Read(JsonElement input, Func<string, string?> environment)
    {
        var reader = new InputReader(IsSchedule(input) ? JsonElement.Parse("{}") : input);
        var fields = new Dictionary<string, string?>
        {
            ["regions"] = string.Join(',', reader.List("regions")),
            ["accounts"] = string.Join(',', reader.List("accounts")),
            ["rotation"] = reader.Text("rotation"),
            ["deletion"] = reader.Text("deletion"),
        };
        if (reader.Text("next") is { Length: > 0 })
        {
            reader.Problems.Add("next is given, and this version cannot go on from where a run stopped; leave it out for a whole run");
        }

        var settings = FunctionSettings.Read(environment, fields, reader.Problems);
        reader.ThrowIfWrong();
        return settings;
    }

    // Amazon EventBridge user guide: what a rule with a schedule sends, and a Scheduler's schedule without an input of its own.
    private static bool IsSchedule(JsonElement input) =>
        input.ValueKind == JsonValueKind.Object
        && input.TryGetProperty("detail-type", out var type) && type.ValueKind == JsonValueKind.String && type.ValueEquals("Scheduled Event");
}
