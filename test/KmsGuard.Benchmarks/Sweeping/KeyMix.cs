using KmsGuard.Detect;
using KmsGuard.Evaluate;
using KmsGuard.Sandbox;
using KmsGuard.Sandbox.Kms;

namespace KmsGuard.Benchmarks.Sweeping;

/// <summary>The keys of an account that has many: most are read and left alone, a few have to be acted on.</summary>
internal static class KeyMix
{
    public const string Account = "111122223333";

    // Keys come in blocks of one mix: 15 % of AWS, 45 % that rotate, 30 % that cannot, and disabled ones.
    private const int Block = 1000;

    /// <summary>Puts that many keys into a Region.</summary>
    public static void Plant(AwsSandbox sandbox, string region, int count)
    {
        var now = sandbox.Clock.GetUtcNow();
        for (var i = 0; i < count; i++)
        {
            sandbox.Kms.Seed(Account, region, Seed(i, now) with { CreatedAt = now.AddDays(-300) });
        }
    }

    private static KeySeed Seed(int i, DateTimeOffset now) => (i % Block) switch
    {
        < 150 => new() { KeyManager = "AWS", Aliases = [$"alias/aws/service-{i}"] },
        < 596 => new() { RotationPeriodInDays = 365, Aliases = [$"alias/app-{i}"] },
        < 600 => new(),
        < 900 => new() { KeySpec = "ECC_NIST_P256" },
        < 960 => Disabled(now) with { Tags = new Dictionary<string, string> { [KeyTags.Exempt] = "legal" } },
        < 993 => Disabled(now) with { GranteePrincipals = ["arn:aws:iam::111122223333:role/ebs"] },
        < 997 => Disabled(now) with { LastUsedAt = now.AddDays(-60) },
        _ => Disabled(now),
    };

    private static KeySeed Disabled(DateTimeOffset now) => new()
    {
        KeyState = "Disabled",
        Tags = new Dictionary<string, string> { [KeyTags.DisabledSince] = DisabledSince.ToTag(now.AddDays(-100)) },
    };
}
