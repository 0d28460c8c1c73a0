using System.Text.Json;
using KmsGuard.Aws;
using KmsGuard.Evaluate;
using KmsGuard.Remediate;
using KmsGuard.Report;

namespace KmsGuard.Fuzz.Targets;

/// <summary>Plans whose digest is right, since anybody can compute one: what may be applied is held to rules written down here a
/// second time.</summary>
internal sealed class PlanCheckTarget() : Target("plan-check")
{
    public override bool IsJson => true;

    public override int MaxLength => 16_384;

    public override IEnumerable<byte[]> Made =>
    [
        PlanFile.Write(Samples.Plan),
        PlanFile.Write(Samples.Plan with { Keys = [.. Samples.Plan.Keys, Samples.Plan.Keys[0]] }),
        PlanFile.Write(Samples.Plan with { Settings = Samples.Plan.Settings with { MaxDeletions = 1 } }),
    ];

    public override IReadOnlyList<string> Words =>
        ["keys", "regions", "settings", "maxDeletions", "windowDays", "EnableKeyRotation", "ScheduleKeyDeletion", "TagResource", "rotation", "deletion", "complete", "incomplete", "created", "expires"];

    public override void Run(ReadOnlySpan<byte> input)
    {
        if (Deserialize(input) is not { } forged)
        {
            return;
        }

        var bytes = PlanFile.Write(PlanFile.Seal(forged));
        var plan = PlanFile.Read(bytes, out var problem);
        Hold.That(plan is not null, "a plan that was written can be read", problem);
        var wrong = PlanCheck.Find(plan!, Samples.Now.AddHours(1), region => RegionCatalog.Exists(region) ? RegionCatalog.PartitionOf(region) : null);
        if (wrong is not null)
        {
            Hold.Shown(wrong, 1_000, "what is wrong with a plan");
            return;
        }

        var settings = plan!.Settings;
        Hold.That(settings.Rotation != RuleMode.Enforce && settings.Deletion != RuleMode.Enforce && settings.WindowDays is >= 7 and <= 30, "settings are those of a dry run");
        Hold.That(plan.Expires - plan.Created == TimeSpan.FromHours(24) && plan.Expires > Samples.Now.AddHours(1), "a plan lives for a day");
        Hold.That(plan.Keys.DistinctBy(key => key.Arn.ToString().ToUpperInvariant()).Count() == plan.Keys.Count, "a key is there once");
        foreach (var region in plan.Keys.GroupBy(key => (key.Arn.Account, key.Arn.Region)))
        {
            var looked = plan.Regions.Single(one => (one.Account, one.Region) == region.Key);
            var deletions = region.Count(key => key.Action.Operation == nameof(KeyAction.ScheduleKeyDeletion));
            Hold.That(deletions <= settings.MaxDeletions && (deletions == 0 || looked.Status == RegionStatus.Complete), "deletions are as many as the plan allows");
            Hold.That(region.All(key => key.Arn.Partition == RegionCatalog.PartitionOf(key.Arn.Region)), "keys are of their Region's partition");
            Hold.That(region.All(key => key.Action.Operation is nameof(KeyAction.EnableKeyRotation) or nameof(KeyAction.ScheduleKeyDeletion) or nameof(KeyAction.TagResource)), "an action is one of three");
        }
    }

    private static Plan? Deserialize(ReadOnlySpan<byte> input)
    {
        try
        {
            return JsonSerializer.Deserialize(input, PlanJson.Default.Plan);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or NotSupportedException)
        {
            // What PlanFile refuses for the same reason.
            return null;
        }
    }
}
