using FsCheck;
using FsCheck.Fluent;
using KmsGuard.Detect;
using KmsGuard.Evaluate;
using KmsGuard.Remediate;
using KmsGuard.Report;
using Check = FsCheck.Check;

namespace KmsGuard.Tests.Remediate;

/// <summary>Plans of Regions in memory.</summary>
internal static class Plans
{
    /// <summary>What a dry run makes of the keys.</summary>
    public static Plan Of(FakeKms kms, SweepOptions options)
    {
        var dry = PlanSettings.Of(options).ToOptions(RuleMode.DryRun);
        var report = new Sweep(new One(kms), new FixedTime(Keys.Now)).RunAsync(new([], ["eu-west-1"]), dry, default, default).GetAwaiter().GetResult();
        return Plan.Of(report, dry, kms.Account, "arn:aws:iam::111122223333:user/operator");
    }

    /// <summary>A key to delete, one to mark and one to rotate.</summary>
    public static Plan OfThree() => Of(Three(), Keys.Enforcing);

    /// <summary>The keys of that plan.</summary>
    public static FakeKms Three() => new(
    [
        Keys.Unused() with { Aliases = Keys.Aliases("alias/old", "alias/older") },
        At(1, Keys.Unused() with { Tags = Keys.Tags() }),
        At(2, Keys.Unrotated() with { Aliases = Keys.Aliases("alias/orders") }),
    ]);

    /// <summary>Applies one.</summary>
    public static SweepReport Apply(this Plan plan, FakeKms kms, RuleMode mode = RuleMode.Enforce, TimeSpan later = default) =>
        new PlanApplication(new One(kms), new FixedTime(Keys.Now + later)).RunAsync(plan, mode, default, default).GetAwaiter().GetResult();

    public static void ForEverySeed(Action<Random> property) => Check.One(
        Config.QuickThrowOnFailure,
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed => property(new Random(seed))));

    private static KeySnapshot At(int number, KeySnapshot key)
    {
        var arn = Keys.Arn with { KeyId = $"{number:x8}-12ab-34cd-56ef-1234567890ab" };
        return key with { Arn = arn, Description = Reading.Of(key.Description!.Value! with { Arn = arn }) };
    }
}
