using KmsGuard.Detect;
using KmsGuard.Evaluate;

namespace KmsGuard.Tests;

/// <summary>Keys to decide on: each begins as one that every check lets go, and a test spoils what it is about.</summary>
internal static class Keys
{
    public static readonly DateTimeOffset Now = new(2026, 11, 22, 3, 0, 0, TimeSpan.Zero);

    public static readonly KeyArn Arn = KeyArn.Parse("arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab");

    public static readonly SweepOptions Enforcing = new() { Rotation = RuleMode.Enforce, Deletion = RuleMode.Enforce };

    public static KeyDescription Description(KeyState state) => new()
    {
        Arn = Arn,
        Manager = KeyManager.Customer,
        State = state,
        Spec = "SYMMETRIC_DEFAULT",
        Usage = "ENCRYPT_DECRYPT",
        Origin = "AWS_KMS",
        CreatedAt = Now.AddDays(-400),
    };

    /// <summary>Disabled for 100 days, idle for 200, without grants, aliases or tags but the mark.</summary>
    public static KeySnapshot Unused() => new(Arn)
    {
        Aliases = Reading.Of<IReadOnlyList<string>>([]),
        Description = Reading.Of(Description(KeyState.Disabled)),
        Tags = Tags((KeyTags.DisabledSince, DisabledSince.ToTag(Now.AddDays(-100)))),
        Grants = Reading.Of<IReadOnlyList<KeyGrant>>([]),
        LastUsage = Reading.Of(new LastUsage(null, TrackingStart: Now.AddDays(-200), CreatedAt: Now.AddDays(-400))),
    };

    /// <summary>Enabled, and does not rotate.</summary>
    public static KeySnapshot Unrotated() => Unused() with
    {
        Description = Reading.Of(Description(KeyState.Enabled)),
        Rotation = Reading.Of(new RotationStatus(false)),
        Tags = Tags(),
        Grants = null,
        LastUsage = null,
    };

    public static Reading<IReadOnlyDictionary<string, string>> Tags(params (string Name, string Value)[] tags) =>
        Reading.Of<IReadOnlyDictionary<string, string>>(tags.ToDictionary(tag => tag.Name, tag => tag.Value));

    public static Reading<IReadOnlyList<string>> Aliases(params string[] aliases) => Reading.Of<IReadOnlyList<string>>(aliases);

    /// <summary>The same multi-Region key in another Region.</summary>
    public static KeyArn In(this KeyArn key, string region) => key with { Region = region };

    public static Reading<T> Unread<T>(FailureKind kind)
        where T : class => Reading.Failed<T>(new Failure(kind, "Some", $"{kind}Exception", "it did not work"));
}
