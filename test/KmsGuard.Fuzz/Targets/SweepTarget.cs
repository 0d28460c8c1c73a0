using KmsGuard.Evaluate;
using KmsGuard.Lambda;
using KmsGuard.Remediate;

namespace KmsGuard.Fuzz.Targets;

/// <summary>The sweep function's input.</summary>
internal sealed class SweepTarget() : Target("sweep")
{
    private static readonly string[] Fields = ["regions", "accounts", "rotation", "deletion", "notice", "next", "run"];

    public override bool IsJson => true;

    public override IReadOnlyList<string> Words => [.. Fields, SweepToken.Write(Samples.Cursor), SweepToken.Write(Samples.Cursor with { Deletion = RuleMode.DryRun })];

    public override IEnumerable<byte[]> Made => [.. Words.Skip(Fields.Length).Select(next => System.Text.Encoding.UTF8.GetBytes($"{{\"next\":\"{next}\"}}"))];

    public override void Run(ReadOnlySpan<byte> input)
    {
        if (Json(input) is not { } root)
        {
            return;
        }

        try
        {
            var sweep = SweepInput.Read(root, name => name == "KMSGUARD_ROLE_NAME" ? "kmsguard-member" : null);
            // Then nothing in it is an input.
            if (root.TryGetProperty("detail-type", out var type) && type.ValueKind == System.Text.Json.JsonValueKind.String && type.ValueEquals("Scheduled Event"))
            {
                return;
            }

            Hold.That(root.EnumerateObject().All(field => Fields.Contains(field.Name)), "no unknown field is passed over");
            Hold.That(root.EnumerateObject().CountBy(field => field.Name).All(field => field.Value == 1), "no field is there twice");
            Samples.CheckLists(root, "regions", sweep.Settings.AllRegions ? ["all"] : sweep.Settings.Regions);
            Samples.CheckLists(root, "accounts", sweep.Settings.Accounts);
            Hold.That(sweep.Run is null || RunIds.IsValid(sweep.Run), "a run is one", sweep.Run);
            Hold.That(sweep.Next.Select(cursor => (cursor.RunId, cursor.Rotation, cursor.Deletion)).Distinct().Count() <= 1, "what goes on is one run");
            Hold.That(sweep.Next.All(cursor => cursor.Open.Concat(cursor.Due).All(key => key.Partition == "aws" || !key.Region.StartsWith("eu-", StringComparison.Ordinal))), "keys are of their Region's partition");
            Hold.That(sweep.Next.All(cursor => Enum.IsDefined(cursor.Rotation) && Enum.IsDefined(cursor.Deletion)), "modes are modes");
            foreach (var (field, mode) in new[] { ("rotation", sweep.Settings.Sweep.Rotation), ("deletion", sweep.Settings.Sweep.Deletion) })
            {
                var given = root.TryGetProperty(field, out var value) && value.ValueKind == System.Text.Json.JsonValueKind.String ? value.GetString()!.Trim() : "";
                Hold.Same(given.Length == 0 ? RuleMode.DryRun : KebabCase.Parse<RuleMode>(given), mode, "a mode is the one that is given");
            }
        }
        catch (InputException e)
        {
            Hold.Shown(e.Message, Hold.LongestMessage, "what is wrong with a sweep");
        }
    }
}
