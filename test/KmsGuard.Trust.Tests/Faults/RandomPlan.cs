using KmsGuard.Sandbox.Faults;

namespace KmsGuard.Trust.Tests.Faults;

/// <summary>What goes wrong, as a seed has it: a little of everything, or much of something, or one operation altogether.</summary>
internal sealed class RandomPlan
{
    private static readonly FaultKind[] Kinds = Enum.GetValues<FaultKind>();

    private readonly Dice dice;
    private readonly IReadOnlyList<string> operations;
    private readonly IReadOnlyList<string> regions;

    private RandomPlan(Dice dice, IReadOnlyList<string> operations, IReadOnlyList<string> regions)
    {
        this.dice = dice;
        this.operations = operations;
        this.regions = regions;
    }

    /// <param name="purpose">What it is drawn for: a seed has another plan for each.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="operations">The operations that are called there.</param>
    /// <param name="regions">The Regions that are called.</param>
    public static FaultPlan Of(string purpose, int seed, IReadOnlyList<string> operations, IReadOnlyList<string> regions)
    {
        var plan = new RandomPlan(new Dice($"plan of {purpose}", seed), operations, regions);
        return new() { Seed = seed, Rules = [.. plan.Rules()] };
    }

    private IEnumerable<FaultRule> Rules() => dice.Below(4) switch
    {
        // Each kind in half of a hundredth of all calls.
        0 => Kinds.Select(kind => Rule(kind, 0.005) with { Operation = "*", Region = "*" }),
        // Nothing of one operation works, and not all of the rest.
        1 => [Rule(dice.Of(Kinds), 1) with { Operation = dice.Of(operations) }, .. Several(0.01, 0.05)],
        _ => Several(0.02, 0.1, 0.25, 0.5),
    };

    private IEnumerable<FaultRule> Several(params double[] shares) =>
        Enumerable.Range(0, 1 + dice.Below(5)).Select(_ => Rule(dice.Of(Kinds), dice.Of(shares)));

    private FaultRule Rule(FaultKind kind, double share)
    {
        var rule = new FaultRule
        {
            Kind = kind,
            Operation = dice.OneIn(4) ? "*" : dice.OneIn(6) ? "List*" : dice.Of(operations),
            Region = dice.OneIn(2) ? "*" : dice.Of(regions),
            Share = share,
        };
        return kind switch
        {
            FaultKind.Slow => rule with { DelayMilliseconds = dice.Of(20, 200, 1500) },
            FaultKind.ClockSkew => rule with { SkewMinutes = dice.Of(6, -6, 30, -30, 600, -600) },
            _ when rule.IsAlwaysDone is null => rule with { AfterShare = dice.Of(0, 0.5, 1) },
            _ => rule,
        };
    }
}

/// <summary>How plans are met in tests.</summary>
internal static class FaultPlanExtensions
{
    /// <summary>
    /// The SDK's retries: none to two. None where much is throttled: each attempt then takes sixteen turns, of which
    /// GetKeyLastUsage has five a second.
    /// </summary>
    public static int RetriesInTests(this FaultPlan plan, Dice dice) =>
        plan.Rules.Any(rule => rule is { Kind: FaultKind.Throttle, Share: > 0.1 }) ? 0 : dice.Below(3);
}
