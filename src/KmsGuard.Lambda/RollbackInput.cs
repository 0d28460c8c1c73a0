using System.Text.Json;
using KmsGuard.Aws;
using KmsGuard.Restore;

namespace KmsGuard.Lambda;

/// <summary>A rollback's input: which keys, or which run.</summary>
internal static class RollbackInput
{
    /// <summary>Reads it as a whole: one bad key and nothing is done.</summary>
    /// <exception cref="InputException">The input is not understood.</exception>
    public static RollbackRequest Read(JsonElement input, Composition composition)
    {
        var reader = new InputReader(input);
        var keys = reader.List("keys");
        var run = reader.Text("run");
        var regions = new Dictionary<string, string?> { ["regions"] = string.Join(',', reader.List("regions")) };
        var settings = FunctionSettings.Read(composition.Environment, regions, reader.Problems);
        var request = RollbackRequest.Parse(
            keys,
            run,
            RegionScope.Of(settings, composition.Aws),
            reader.Flag("reEnable"),
            reader.Text("reason"),
            reader.Flag("dryRun"),
            reader.Problems);
        reader.ThrowIfWrong();
        return request;
    }
}
