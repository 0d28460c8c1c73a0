using KmsGuard.Evaluate;
using KmsGuard.Report;
using KmsGuard.Restore;

namespace KmsGuard.Trust.Tests.Faults;

/// <summary>
/// A sweep while things go wrong, a rollback of it while other things go wrong, and a last one when AWS is well again.
/// </summary>
[Trait("Proof", "faults")]
public class NightTests
{
    private static readonly string[] RollbackOperations =
        ["GetCallerIdentity", "ListKeys", "DescribeKey", "ListResourceTags", "GetKeyRotationStatus", "CancelKeyDeletion", "TagResource", "EnableKey"];

    [Fact]
    public async Task Whatever_goes_wrong_the_ledger_adds_up_nothing_is_scheduled_that_should_be_held_and_all_that_is_can_be_taken_back()
    {
        var seeds = ProofSeeds.Of(200);

        var seen = await Chaos.PlayAsync(seeds, PlayAsync);

        if (seeds.CoverAll)
        {
            seen.ShouldCover(FaultySweep.Operations.Union(RollbackOperations));
            seen.ShouldHaveSeen(Enum.GetValues<Outcome>().Select(outcome => $"swept: {outcome}"));
            seen.ShouldHaveSeen(Enum.GetValues<RegionStatus>().Except([RegionStatus.NotEnabled, RegionStatus.Incomplete]).Select(status => $"swept: Region {status}"));
            seen.ShouldHaveSeen("swept: ScheduleKeyDeletion Changed", "swept: ScheduleKeyDeletion Failed", "scheduled, and the answer lost", "held between reading and acting");
            seen.ShouldHaveSeen("rolled back: Restored", "rolled back: AlreadySafe", "rolled back: Failed", "left for the last rollback");
        }
    }

    private static async Task<IReadOnlyList<string>> PlayAsync(int seed, Sightings seen)
    {
        await using var account = await PlantedAccount.StartAsync(seed);
        var sweep = new FaultySweep(account, seed);
        var swept = await sweep.RunAsync(TimeSpan.FromSeconds(1));
        var night = account.Look();
        List<string> wrongs = [.. sweep.Wrongs(swept, night)];
        See(seen, swept);
        if (sweep.WasClaimed)
        {
            seen.Saw("held between reading and acting");
        }

        var calls = account.Aws.Calls.Snapshot();
        seen.Saw(calls);
        if (calls.Any(call => call is { Operation: "ScheduleKeyDeletion", ErrorCode: null, Fault.Done: true }))
        {
            seen.Saw("scheduled, and the answer lost");
        }

        var asked = PlantedAccount.OfRun(night, swept.RunId);
        var doomed = account.Keys.Where(key => FaultySweep.IsNewlyPending(key, night)).Select(key => key.Arn).ToList();
        wrongs.AddRange(doomed.Where(arn => !asked.Contains(arn)).Select(arn => $"{arn} was scheduled and has no tag of its run"));

        var dice = new Dice("rollback", seed);
        var request = new RollbackRequest { Run = swept.RunId, Regions = KeyMix.Regions, ReEnable = dice.OneIn(3), Reason = "chaos" };
        account.Aws.Faults = RandomPlan.Of("rollback", seed, RollbackOperations, KeyMix.Regions);
        var report = await RollBackAsync(account, request, account.Aws.Faults.RetriesInTests(dice), TimeSpan.FromSeconds(1));
        var morning = account.Look();
        wrongs.AddRange(RollbackWrongs.Of(report, night, morning, asked));
        seen.Saw(account.Aws.Calls.Snapshot().Skip(calls.Count));
        foreach (var entry in report.Keys)
        {
            seen.Saw($"rolled back: {entry.Outcome}");
        }

        if (doomed.Any(arn => morning[arn].IsPending))
        {
            seen.Saw("left for the last rollback");
        }

        account.Aws.Faults = new();
        var last = await RollBackAsync(account, request, retries: 3, TimeSpan.FromMinutes(5));
        var noon = account.Look();
        wrongs.AddRange(RollbackWrongs.Of(last, morning, noon, asked));
        wrongs.AddRange(RollbackWrongs.OfClean(last, noon, doomed, arn => account.Keys.Any(key => key.Arn == arn && key.Right == Outcome.Unreadable)));
        return wrongs;
    }

    private static async Task<RollbackReport> RollBackAsync(PlantedAccount account, RollbackRequest request, int retries, TimeSpan attemptTimeout)
    {
        using var regions = account.Open(retries, attemptTimeout);
        return await new Rollback(regions, account.Aws.Clock).RunAsync(request, default);
    }

    private static void See(Sightings seen, SweepReport swept)
    {
        foreach (var key in swept.Keys)
        {
            seen.Saw($"swept: {key.Outcome}");
            seen.Saw($"swept: {key.Action} {key.Outcome}");
        }

        foreach (var region in swept.Regions)
        {
            seen.Saw($"swept: Region {region.Status}");
        }
    }
}
