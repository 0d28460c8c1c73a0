using System.Globalization;
using KmsGuard.Detect;
using KmsGuard.Evaluate;

namespace KmsGuard.Fuzz.Targets;

/// <summary>What stands in the tag <c>kmsguard:disabled-since</c>.</summary>
internal sealed class MarkTarget() : Target("mark")
{
    public override IReadOnlyList<string> Words => ["2026-08-14", "T03:00:00Z", "T03:00:00.5Z", "+00:00", "-14:00", "0001-01-01", "9999-12-31", "T24:00:00Z", "\u0662", "Z", " "];

    public override void Run(ReadOnlySpan<byte> input)
    {
        var value = Text(input);
        var tags = new Dictionary<string, string> { [KeyTags.DisabledSince] = value };
        var created = Samples.Now.AddDays(-400);
        var since = DisabledSince.FromTags(tags, created);
        if (DisabledSince.FromTags(tags, null) is { } at)
        {
            Hold.That(at.Offset == TimeSpan.Zero, "a mark is UTC");
            Hold.That(value.StartsWith(at.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), StringComparison.Ordinal), "a mark is the date that it says", value);
            Hold.That(value.All(char.IsAscii) && value.Length <= 28, "a mark is written in one way", value);
            Hold.That(DisabledSince.FromTags(new Dictionary<string, string> { [KeyTags.DisabledSince] = DisabledSince.ToTag(at) }, null) is { } again && at - again < TimeSpan.FromSeconds(1), "a mark that was read can be read again", value);
        }

        Hold.That(since is null || since >= created.AddSeconds(-1), "a mark from before the key was made proves nothing", value);
        var key = new KeySnapshot(KeptRegion.ArnOf(0)) { Tags = Reading.Of<IReadOnlyDictionary<string, string>>(tags) };
        var description = new KeyDescription { Arn = key.Arn, Manager = KeyManager.Customer, State = KeyState.Disabled, Spec = "SYMMETRIC_DEFAULT", Origin = "AWS_KMS", CreatedAt = created };
        var check = DisabledSince.Check(key, description, Samples.Enforcing, Samples.Now);
        Hold.Shown(check.Evidence, 400, "the evidence of a mark");
        Hold.Same(since is { } mark && mark <= Samples.Now.AddDays(-30), check.Reason is null, "a mark counts when it is old enough, and not yet to come");
    }
}
