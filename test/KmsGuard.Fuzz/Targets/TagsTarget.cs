using System.Text.Json;
using KmsGuard.Detect;
using KmsGuard.Evaluate;

namespace KmsGuard.Fuzz.Targets;

/// <summary>A key's tags, as an object of texts.</summary>
internal sealed class TagsTarget() : Target("tags")
{
    public override bool IsJson => true;

    public override IReadOnlyList<string> Words =>
        [KeyTags.Exempt, KeyTags.Hold, KeyTags.DisabledSince, KeyTags.Run, "KMSGUARD:HOLD ", "kmsguard:exmpt", "false", "2026-11-20T03:00:00Z by kmsguard rescue 3: x", "2026-11-20T03:00:00Z by kmsguard rescue ", "9999", "Owner"];

    public override void Run(ReadOnlySpan<byte> input)
    {
        if (Json(input) is not { ValueKind: JsonValueKind.Object } root || Tags(root) is not { } tags)
        {
            return;
        }

        var alike = LookAlikeTags.Of(tags);
        Hold.That(alike.Count <= 10, "look-alikes are few");
        foreach (var tag in alike)
        {
            Hold.Shown(tag.Describe(), 400, "a warning");
        }

        if (RescueHold.Of(tags) is { } rescue)
        {
            Hold.That(rescue.Count is >= 0 and <= 9999 && rescue.At.Offset == TimeSpan.Zero, "a rescue's hold is one");
            Hold.That(tags[KeyTags.Hold].Contains($"{rescue.At.Year:0000}", StringComparison.Ordinal), "a rescue's hold is of the time that it says", tags[KeyTags.Hold]);
        }

        var key = new KeySnapshot(KeptRegion.ArnOf(0)) { Aliases = Reading.Of<IReadOnlyList<string>>([]), Tags = Reading.Of<IReadOnlyDictionary<string, string>>(tags) };
        var held = Exemption.ByHold(key);
        var exempt = Exemption.ByTag(key);
        Hold.Shown(held.Evidence, 500, "the evidence of a hold");
        Hold.Shown(exempt.Evidence, 500, "the evidence of an exemption");
        Hold.That(!tags.ContainsKey(KeyTags.Hold) || held.Reason == Reason.HoldTag, "a hold holds, whatever it says");
        Hold.That(!tags.TryGetValue(KeyTags.Exempt, out var value) || value.Trim().Equals("false", StringComparison.OrdinalIgnoreCase) || exempt.Reason == Reason.ExemptTag, "an exemption exempts, whatever it says");
    }

    // As AWS has them: texts, in UTF-8, so that there is no half of a character.
    private static Dictionary<string, string>? Tags(JsonElement root)
    {
        try
        {
            return root.EnumerateObject().Where(tag => tag.Value.ValueKind == JsonValueKind.String).DistinctBy(tag => tag.Name)
                .ToDictionary(tag => tag.Name, tag => tag.Value.GetString()!);
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
