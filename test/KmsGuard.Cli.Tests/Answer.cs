using System.Text.Json;

namespace KmsGuard.Cli.Tests;

/// <summary>What a command ended with.</summary>
public sealed record Answer(int ExitCode, string Output, string Error)
{
    /// <summary>The answer as JSON.</summary>
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    /// <summary>The outcomes of the keys in a sweep's or rollback's JSON, sorted.</summary>
    public IEnumerable<string> Outcomes() =>
        Json.GetProperty("keys").EnumerateArray().Select(key => key.GetProperty("outcome").GetString()!).Order(StringComparer.Ordinal);

    /// <summary>Bad input: exit 2, one line, and no answer.</summary>
    public string ShouldBeRefused()
    {
        ExitCode.ShouldBe(2, Error);
        Output.ShouldBeEmpty();
        Error.ShouldEndWith("\n");
        var lines = Error.TrimEnd('\n').Split('\n');
        lines.Length.ShouldBe(1, Error);
        return lines[0];
    }
}
