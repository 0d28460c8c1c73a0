using System.Text.Json;
using KmsGuard.Aws;
using KmsGuard.Lambda;
using KmsGuard.Remediate;

namespace KmsGuard.Fuzz.Targets;

/// <summary>The rollback function's input.</summary>
internal sealed class RollbackTarget() : Target("rollback")
{
    private static readonly string[] Fields = ["keys", "run", "allPending", "regions", "accounts", "reEnable", "reason", "dryRun"];

    private readonly Composition composition = Samples.Function(FunctionKind.Rollback);

    public override bool IsJson => true;

    public override IReadOnlyList<string> Words => Fields;

    public override void Run(ReadOnlySpan<byte> input)
    {
        if (Json(input) is not { } root)
        {
            return;
        }

        try
        {
            var request = RollbackInput.Read(root, composition);
            Hold.That((request.Keys.Count > 0 ? 1 : 0) + (request.Run is null ? 0 : 1) + (request.AllPending ? 1 : 0) == 1, "one kind of thing is named");
            Hold.That(request.Run is null || RunIds.IsValid(request.Run), "a run is one", request.Run);
            Hold.That(request.Regions.Count > 0 && request.Regions.All(RegionCatalog.Exists), "Regions exist");
            Samples.CheckLists(root, "regions", request.Regions.SequenceEqual(RegionCatalog.OfPartition("eu-west-1")) ? ["all"] : request.Regions);
            Samples.CheckLists(root, "accounts", request.Accounts);
            Hold.That(root.EnumerateObject().All(field => Fields.Contains(field.Name)), "no unknown field is passed over");
            Hold.That(root.EnumerateObject().CountBy(field => field.Name).All(field => field.Value == 1), "no field is there twice");
            Hold.That(request.DryRun == (root.TryGetProperty("dryRun", out var dry) && dry.ValueKind == JsonValueKind.True), "a dry run is one");
        }
        catch (InputException e)
        {
            Hold.Shown(e.Message, Hold.LongestMessage, "what is wrong with a rollback");
            Hold.That(e.Message.StartsWith("Nothing was done: ", StringComparison.Ordinal), "the message says that nothing was done", e.Message);
        }
    }
}
