using System.Text.Json;
using KmsGuard.Aws;
using KmsGuard.Restore;

namespace KmsGuard.Lambda;

/// <summary>A rollback's input: which keys, which run, or all that is pending.</summary>
internal static class RollbackInput
{
    /// <summary>Reads it as a whole: one bad key and nothing is done.</summary>
    /// <exception cref="InputException">The input is not understood.</exception>
    public static RollbackRequest Read(JsonElement input, Composition composition)
    {
        var reader = new InputReader(input);
        var keys = reader.List("keys");
        var run = reader.Text("run");
        var allPending = reader.Flag("allPending");
        var regions = reader.List("regions");
        var where = new Dictionary<string, string?>
        {
            ["regions"] = string.Join(',', regions),
            ["accounts"] = string.Join(',', reader.List("accounts")),
        };
        var settings = FunctionSettings.Read(composition.Environment, where, reader.Problems);
        if (allPending && regions.Count == 0)
        {
            reader.Problems.Add("allPending takes back deletions that others scheduled: name the regions");
        }

        var request = RollbackRequest.Parse(keys, run, allPending, reader.Problems) with
        {
            Accounts = settings.Accounts,
            Regions = RegionScope.Of(settings, composition.Aws),
            ReEnable = reader.Flag("reEnable"),
            Reason = reader.Text("reason"),
            DryRun = reader.Flag("dryRun"),
        };
        reader.ThrowIfWrong();
        return request;
    }
}
