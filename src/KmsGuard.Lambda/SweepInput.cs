using System.Text.Json;
using KmsGuard.Aws;
using KmsGuard.Detect;
using KmsGuard.Evaluate;
using KmsGuard.Remediate;
using KmsGuard.Report;
using KmsGuard.Settings;

namespace KmsGuard.Lambda;

/// <summary>A sweep's input: settings for this one run, and where it goes on.</summary>
/// <param name="Settings">The settings.</param>
/// <param name="Next">Where slices of the run before have stopped; empty for a new run.</param>
/// <param name="Run">The run that it is a part of; null for a run of its own, and where <paramref name="Next"/> knows it.</param>
internal sealed record SweepInput(GuardSettings Settings, IReadOnlyList<SweepCursor> Next, string? Run)
{
    /// <summary>Reads it.</summary>
    /// <param name="input">What the function was invoked with.</param>
    /// <param name="environment">The function's environment variables, for what the input leaves out.</param>
    /// <exception cref="InputException">The input is not understood.</exception>
    public static SweepInput Read(JsonElement input, Func<string, string?> environment)
    {
        var reader = new InputReader(IsSchedule(input) ? JsonElement.Parse("{}") : input);
        var fields = new Dictionary<string, string?>
        {
            ["regions"] = string.Join(',', reader.List("regions")),
            ["accounts"] = string.Join(',', reader.List("accounts")),
            ["rotation"] = reader.Text("rotation"),
            ["deletion"] = reader.Text("deletion"),
            ["notice"] = reader.Text("notice"),
        };
        var next = ReadNext(reader.Text("next") ?? "", fields, reader.Problems);
        var run = reader.Text("run") is { Length: > 0 } id ? id : null;
        if (run is not null && !RunIds.IsValid(run))
        {
            reader.Problems.Add($"run is '{SafeText.OneLine(run, 80)}'; it must be at most 64 letters, digits, '.', '_', ':' and '-', and begin with a letter or digit");
        }

        if (run is not null && next.Exists(cursor => cursor.RunId != run))
        {
            reader.Problems.Add("next is of another run, which it keeps; leave run out");
        }

        var settings = FunctionSettings.Read(environment, fields, reader.Problems);
        reader.ThrowIfWrong();
        return new(settings, next, run);
    }

    // A run keeps its modes to its end: a slice that enforced what another had only planned would be neither.
    private static List<SweepCursor> ReadNext(string text, Dictionary<string, string?> fields, List<string> problems)
    {
        List<SweepCursor> next = [];
        foreach (var token in text.Split(SweepToken.Separator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (!SweepToken.TryRead(token, out var cursor) || !RegionCatalog.Exists(cursor.Region)
                || cursor.Open.Concat(cursor.Due).Any(key => key.Partition != RegionCatalog.PartitionOf(cursor.Region)))
            {
                problems.Add($"next is '{SafeText.OneLine(token, 40)}'; it must be what a sweep answered under next, whole, or several of these with commas between them");
            }
            else if (!IsMode("rotation", cursor.Rotation) || !IsMode("deletion", cursor.Deletion))
            {
                problems.Add($"next is of a run with rotation {KebabCase.Of(cursor.Rotation)} and deletion {KebabCase.Of(cursor.Deletion)}, which it keeps; leave out other modes");
            }
            else
            {
                next.Add(cursor);
            }
        }

        if (next.DistinctBy(cursor => (cursor.RunId, cursor.Rotation, cursor.Deletion)).Count() > 1
            || next.DistinctBy(cursor => (cursor.Account, cursor.Region)).Count() < next.Count)
        {
            problems.Add("next must be of one run, and each account and Region in it once");
        }

        return next;

        bool IsMode(string field, RuleMode mode) => string.IsNullOrEmpty(fields[field]) || fields[field] == KebabCase.Of(mode);
    }

    // Amazon EventBridge user guide: what a rule with a schedule sends, and a Scheduler's schedule without an input of its own.
    private static bool IsSchedule(JsonElement input) =>
        input.Text("detail-type") == "Scheduled Event";
}
