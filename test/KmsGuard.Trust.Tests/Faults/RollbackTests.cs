using KmsGuard.Restore;
using KmsGuard.Sandbox.Faults;

namespace KmsGuard.Trust.Tests.Faults;

/// <summary>The rollback function while things go wrong.</summary>
[Trait("Proof", "faults")]
public class RollbackTests
{
    // What a sweep needs and a rollback does not.
    private static readonly string[] OfSweeps = ["ListAliases", "ListGrants", "GetKeyLastUsage", "EnableKeyRotation", "ScheduleKeyDeletion", "GetKeyRotationStatus"];

    [Fact]
    public async Task Whatever_goes_wrong_each_key_is_restored_or_named_no_other_is_touched_and_the_next_one_restores_the_rest()
    {
        var seeds = ProofSeeds.Of(150);

        var seen = await Chaos.PlayAsync(seeds, async (seed, seen) =>
        {
            await using var rollback = await FaultyRollback.StartAsync(seed);
            var plan = RandomPlan.Of("rollback function", seed, FaultyRollback.Operations, ["us-east-1", "eu-west-1"]);
            return await rollback.PlayAsync(plan, TimeSpan.FromSeconds(1), mustRestore: false, seen);
        });

        if (seeds.CoverAll)
        {
            seen.ShouldCover(FaultyRollback.Operations);
            seen.ShouldHaveSeen($"{RollbackOutcome.Restored}", $"{RollbackOutcome.AlreadySafe}", $"{RollbackOutcome.Failed}", "told", "not told");
        }
    }

    [Fact]
    public async Task A_rollback_restores_everything_where_nothing_works_that_only_sweeps_and_alerts_need_and_the_rest_is_throttled_or_of_another_time() =>
        await Chaos.PlayAsync(ProofSeeds.Of(20), async (seed, seen) =>
        {
            await using var rollback = await FaultyRollback.StartAsync(seed);
            var dice = new Dice("out of the way", seed);
            var plan = new FaultPlan
            {
                Seed = seed,
                Rules =
                [
                    .. OfSweeps.Append("Publish").Select(operation => new FaultRule { Kind = dice.Of(Hard), Operation = operation }),
                    dice.Of(
                        new FaultRule { Kind = FaultKind.Throttle, Service = "kms", Share = 0.2 },
                        new FaultRule { Kind = FaultKind.ClockSkew, SkewMinutes = dice.Of(-20, 20) }),
                ],
            };
            return await rollback.PlayAsync(plan, TimeSpan.FromSeconds(5), mustRestore: true, seen);
        });

    private static FaultKind[] Hard => [FaultKind.Denial, FaultKind.InternalError, FaultKind.Reset, FaultKind.Garbled, FaultKind.LoadBalancerError];
}
