using KmsGuard.Sandbox.Kms;

namespace KmsGuard.Trust.Tests.Crashes;

/// <summary>The keys that a crash meets: every kind of write has at least one.</summary>
internal static class CrashKeys
{
    /// <summary>The run that a rollback takes back.</summary>
    public const string Run = "20260518T020000Z-0a1b2c3d";

    private static readonly DateTimeOffset Created = TimeProvider.System.GetUtcNow().AddDays(-180);
    private static readonly string Mark = $"{TimeProvider.System.GetUtcNow().AddDays(-100):yyyy-MM-ddTHH:mm:ssZ}";

    /// <summary>What a sweep finds: nine writes.</summary>
    public static IReadOnlyList<(string Region, KeySeed Seed)> ForSweep =>
    [
        ("us-east-1", Key(0xa0) with { KeyState = "Enabled" }),
        ("us-east-1", Key(0xa1, ("kmsguard:disabled-since", Mark))),
        ("us-east-1", Key(0xa2)),
        ("us-east-1", Key(0xa3, ("kmsguard:disabled-since", Mark), ("kmsguard:hold", "ask ann"))),
        ("us-east-1", Key(0xa4, ("kmsguard:disabled-since", Mark), ("kmsguard:run", "an-earlier-run"))),
        ("eu-west-1", Key(0xb0) with { KeyState = "Enabled", RotationPeriodInDays = 500 }),
        ("eu-west-1", Key(0xb1, ("kmsguard:disabled-since", Mark))),
        ("eu-west-1", Key(0xb2, ("kmsguard:disabled-since", Mark), ("kmsguard:exempt", "true"))),
        ("eu-west-1", Key(0xb3, ("kmsguard:disabled-since", Mark), ("kmsguard:hold", "ask bob"))),
    ];

    /// <summary>What a rollback of the run finds: doomed keys, one that was begun with, one that has a hold, and somebody else's.</summary>
    public static IReadOnlyList<(string Region, KeySeed Seed)> ForRollback =>
    [
        ("us-east-1", Key(0xc0, ("kmsguard:disabled-since", Mark), ("kmsguard:run", Run)) with { KeyState = "PendingDeletion" }),
        ("us-east-1", Key(0xc1, ("kmsguard:disabled-since", Mark), ("kmsguard:run", Run))),
        ("us-east-1", Key(0xc2) with { KeyState = "PendingDeletion" }),
        ("eu-west-1", Key(0xd0, ("kmsguard:disabled-since", Mark), ("kmsguard:run", Run)) with { KeyState = "PendingDeletion" }),
        ("eu-west-1", Key(0xd1, ("kmsguard:run", Run), ("kmsguard:hold", "ask ann")) with { KeyState = "PendingDeletion" }),
    ];

    private static KeySeed Key(int number, params (string Name, string Value)[] tags) => new()
    {
        Id = $"00000000-0000-4000-8000-0000000000{number:x2}",
        CreatedAt = Created,
        KeyState = "Disabled",
        Tags = tags.ToDictionary(tag => tag.Name, tag => tag.Value),
    };
}
