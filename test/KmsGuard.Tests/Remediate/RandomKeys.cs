using KmsGuard.Detect;
using KmsGuard.Evaluate;

namespace KmsGuard.Tests.Remediate;

/// <summary>Regions full of keys of every sort, the same for the same seed.</summary>
internal static class RandomKeys
{
    private static readonly string[] Specs = ["SYMMETRIC_DEFAULT", "SYMMETRIC_DEFAULT", "SYMMETRIC_DEFAULT", "RSA_2048", "HMAC_256", "NEW_SPEC"];

    public static IReadOnlyList<KeySnapshot> Region(Random random, int count = 40) => [.. Enumerable.Range(0, count).Select(i => Key(random, i))];

    public static SweepOptions Options(Random random) => new()
    {
        Rotation = RuleMode.Enforce,
        Deletion = RuleMode.Enforce,
        RotationPeriodDays = random.Next(90, 800),
        DisabledDays = random.Next(4) == 0 ? 0 : random.Next(1, 60),
        IdleDays = random.Next(4) == 0 ? 0 : random.Next(1, 200),
        MaxDeletions = 1000,
        ExemptAliases = [Glob.ForAlias("prod-*")],
    };

    /// <summary>Some calls fail, in every way there is.</summary>
    public static Func<string, KeyArn?, Failure?> Faults(Random random, double share)
    {
        var gate = new Lock();
        return (operation, _) =>
        {
            lock (gate)
            {
                return random.NextDouble() < share
                    ? new Failure(OneOf(random, Enum.GetValues<FailureKind>()), operation, "Injected", "for the test")
                    : null;
            }
        };
    }

    /// <summary>Nothing to wait for, or somebody else's turn.</summary>
    public static async Task PauseOrNot(Random random)
    {
        bool pause;
        lock (random)
        {
            pause = random.Next(3) == 0;
        }

        if (pause)
        {
            await Task.Yield();
        }
    }

    /// <summary>The key with some facts that could not be read.</summary>
    public static KeySnapshot Unread(Random random, KeySnapshot key, double share)
    {
        return key with
        {
            Aliases = Spoil(key.Aliases),
            Description = Spoil(key.Description),
            Tags = Spoil(key.Tags),
            Rotation = Spoil(key.Rotation),
            Grants = Spoil(key.Grants),
            LastUsage = Spoil(key.LastUsage),
        };

        Reading<T>? Spoil<T>(Reading<T>? fact)
            where T : class => random.NextDouble() < share ? Keys.Unread<T>(OneOf(random, Enum.GetValues<FailureKind>())) : fact;
    }

    /// <summary>The key with its tags, aliases, grants and replicas in another order.</summary>
    public static KeySnapshot Shuffled(Random random, KeySnapshot key) => key with
    {
        Aliases = key.Aliases?.Value is { } aliases ? Reading.Of<IReadOnlyList<string>>(Shuffle(random, aliases)) : key.Aliases,
        Tags = key.Tags?.Value is { } tags
            ? Reading.Of<IReadOnlyDictionary<string, string>>(new Dictionary<string, string>(Shuffle(random, tags)))
            : key.Tags,
        Grants = key.Grants?.Value is { } grants ? Reading.Of<IReadOnlyList<KeyGrant>>(Shuffle(random, grants)) : key.Grants,
        Description = key.Description?.Value is { } description
            ? Reading.Of(description with { Replicas = Shuffle(random, description.Replicas) })
            : key.Description,
    };

    private static KeySnapshot Key(Random random, int i)
    {
        var now = Keys.Now;
        var arn = Keys.Arn with { KeyId = $"{i:x8}-0000-4000-8000-{random.NextInt64(0xffffffffffff):x12}" };
        var kind = OneOf(random, Enum.GetValues<MultiRegionKind>());
        var created = now.AddDays(-random.Next(1, 1000));
        var aws = random.Next(10) == 0;
        var tags = new List<(string, string)>();
        Maybe(4, KeyTags.Exempt, OneOf(random, ["true", "false", ""]));
        Maybe(8, KeyTags.Hold, "held");
        Maybe(12, OneOf(random, ["KmsGuard:Exempt", "kmsguard:exmpt", "kmsguard:hold-until", "kmsguard:owner", "team"]), "x");
        Maybe(2, KeyTags.DisabledSince, OneOf(random, [DisabledSince.ToTag(now.AddDays(-random.Next(-5, 100))), "rubbish", "1999-01-01"]));
        return new KeySnapshot(arn)
        {
            Aliases = aws && i % 2 == 0 ? Keys.Aliases($"alias/aws/service-{i}") : Keys.Aliases([.. Enumerable.Range(0, random.Next(3)).Select(n => OneOf(random, [$"alias/prod-{i}-{n}", $"alias/dev-{i}-{n}"]))]),
            Description = Reading.Of(Keys.Description(OneOf(random, [KeyState.Disabled, KeyState.Disabled, KeyState.Enabled, .. Enum.GetValues<KeyState>()])) with
            {
                Arn = arn,
                Manager = aws ? KeyManager.Aws : KeyManager.Customer,
                Spec = OneOf(random, Specs),
                MultiRegion = kind,
                Replicas = kind == MultiRegionKind.Primary && random.Next(2) == 0 ? [arn.In("us-west-2"), arn.In("us-east-2")] : [],
                Primary = kind == MultiRegionKind.None ? null : arn.In("us-east-1"),
                CreatedAt = created,
            }),
            Tags = Keys.Tags([.. tags]),
            Rotation = Reading.Of(new RotationStatus(random.Next(2) == 0, random.Next(3) == 0 ? null : random.Next(90, 2560))),
            Grants = Reading.Of<IReadOnlyList<KeyGrant>>(random.Next(5) == 0 ? [new("g", "somebody"), new("h", "arn:aws:iam::111122223333:role/etl", "ec2")] : []),
            LastUsage = Reading.Of(new LastUsage(
                random.Next(3) == 0 ? now.AddDays(-random.Next(0, 300)) : null,
                TrackingStart: random.Next(8) == 0 ? null : created.AddDays(random.Next(0, 100)),
                CreatedAt: created)),
        };

        void Maybe(int outOf, string name, string value)
        {
            if (random.Next(outOf) == 0)
            {
                tags.Add((name, value));
            }
        }
    }

    private static T[] Shuffle<T>(Random random, IEnumerable<T> values)
    {
        T[] shuffled = [.. values];
        random.Shuffle(shuffled);
        return shuffled;
    }

    private static T OneOf<T>(Random random, IReadOnlyList<T> values) => values[random.Next(values.Count)];
}
