using KmsGuard.Detect;
using KmsGuard.Evaluate;
using KmsGuard.Sandbox;
using KmsGuard.Sandbox.Kms;

namespace KmsGuard.Aws.Tests.Sweeping;

/// <summary>Ten thousand keys of one Region, and what a sweep of them costs at the least.</summary>
internal sealed class ScaleMix
{
    // How many there are of what: few of those that take the slow operations, which allow 5 to 15 calls a second.
    private const int AwsManaged = 1500, Rotating = 3600, RotationOff = 40, Asymmetric = 3000, Pending = 400, ExemptByTag = 900,
        ExemptByAlias = 200, Held = 280, Unmarked = 30, RecentlyUsed = 20, Doomed = 30;

    public const int Keys = 10_000;

    public static readonly SweepOptions Options = SandboxRun.Enforcing with { ExemptAliases = [Glob.ForAlias("prod-*")], MaxDeletions = Doomed };

    // 13 aliases of AWS stand in every Region before there are keys for them.
    private const int Aliases = AwsManaged + Rotating + ExemptByAlias + 13;

    /// <summary>Keys by outcome.</summary>
    public static IReadOnlyDictionary<string, int> Outcomes { get; } = new Dictionary<string, int>
    {
        ["aws-managed"] = AwsManaged,
        ["changed"] = RotationOff + Doomed,
        ["compliant"] = Rotating,
        ["exempt"] = ExemptByTag + ExemptByAlias,
        ["held"] = Held + Unmarked + RecentlyUsed,
        ["ineligible"] = Asymmetric + Pending,
    };

    /// <summary>
    /// The calls of the floor. A page walk for keys and aliases, what each decision needs, and for a deletion: what was read
    /// before is read again before the run's tag, state and tags once more after it, and both with the date afterwards.
    /// </summary>
    public static IReadOnlyDictionary<string, int> Calls { get; } = new Dictionary<string, int>
    {
        ["ListKeys"] = Keys / 1000,
        ["ListAliases"] = ((Aliases + 99) / 100) + Doomed,
        ["DescribeKey"] = Keys - AwsManaged + (3 * Doomed),
        ["GetKeyRotationStatus"] = Rotating + RotationOff,
        ["ListResourceTags"] = RotationOff + ExemptByTag + Held + Unmarked + RecentlyUsed + (4 * Doomed),
        ["ListGrants"] = Held + Unmarked + RecentlyUsed + Doomed,
        ["GetKeyLastUsage"] = RecentlyUsed + Doomed,
        ["EnableKeyRotation"] = RotationOff,
        ["TagResource"] = Unmarked + Doomed,
        ["ScheduleKeyDeletion"] = Doomed,
    };

    public static void Plant(AwsSandbox aws, string region)
    {
        Add(AwsManaged, i => new() { KeyManager = "AWS", Aliases = [$"alias/aws/service-{i}"] });
        Add(Rotating, i => new() { RotationPeriodInDays = 365, Aliases = [$"alias/app-{i}"] });
        Add(RotationOff, i => new() { RotationPeriodInDays = i % 2 == 0 ? null : 1000 });
        Add(Asymmetric, i => new() { KeySpec = i % 3 == 0 ? "RSA_2048" : i % 3 == 1 ? "ECC_NIST_P256" : "HMAC_256" });
        Add(Pending, _ => new() { KeyState = "PendingDeletion" });
        Add(ExemptByTag, _ => Tagged(KeyTags.Exempt, "legal"));
        Add(ExemptByAlias, i => SandboxRun.Unused with { Aliases = [$"alias/prod-{i}"] });
        Add(Held, i => i % 2 == 0 ? Tagged(KeyTags.Hold, "still needed") : SandboxRun.Unused with { GranteePrincipals = ["arn:aws:iam::111122223333:role/ebs"] });
        Add(Unmarked, _ => new() { KeyState = "Disabled" });
        Add(RecentlyUsed, _ => SandboxRun.Unused with { LastUsedAt = SandboxRun.Start.AddDays(-60) });
        Add(Doomed, _ => SandboxRun.Unused);

        void Add(int count, Func<int, KeySeed> seed)
        {
            for (var i = 0; i < count; i++)
            {
                aws.Kms.Seed(SandboxRun.Account, region, seed(i) with { CreatedAt = SandboxRun.Start.AddDays(-300) });
            }
        }
    }

    private static KeySeed Tagged(string name, string value) =>
        new() { KeyState = "Disabled", Tags = new Dictionary<string, string> { [name] = value, [KeyTags.DisabledSince] = "2027-01-01" } };
}
