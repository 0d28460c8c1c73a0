using KmsGuard.Detect;
using KmsGuard.Evaluate;
using KmsGuard.Remediate;
using KmsGuard.Report;
using KmsGuard.Sandbox.Kms;

namespace KmsGuard.Aws.Tests.Sweeping;

/// <summary>A run that is cut into slices does what it would have done in one go.</summary>
public sealed class SlicesTests : IAsyncLifetime
{
    private SandboxRun one = null!;
    private SandboxRun many = null!;

    public async Task InitializeAsync() => (one, many) = (await SandboxRun.StartAsync(), await SandboxRun.StartAsync());

    public async Task DisposeAsync()
    {
        await one.DisposeAsync();
        await many.DisposeAsync();
    }

    public static TheoryData<RuleMode, int> Runs => new()
    {
        { RuleMode.Enforce, 10 }, { RuleMode.DryRun, 10 }, { RuleMode.Enforce, 4 }, { RuleMode.DryRun, 0 },
    };

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task Many_slices_come_to_the_ledger_of_one_run(RuleMode mode, int maxDeletions)
    {
        var options = new SweepOptions { Rotation = mode, Deletion = mode, MaxDeletions = maxDeletions };
        Seed(one);
        Seed(many);

        var whole = await one.SweepAsync(options, ["eu-west-1"]);
        var slices = await many.SweepInSlicesAsync(options, "eu-west-1", entries: 1);

        // Two dozen as a rule. What is under way is finished, which is more where the machine is busy.
        slices.Count.ShouldBeGreaterThanOrEqualTo(3);
        slices.SkipLast(1).ShouldAllBe(slice => slice.Regions.Single().Status == RegionStatus.Incomplete && !slice.Succeeded);
        slices[^1].Regions.Single().Status.ShouldBe(RegionStatus.Complete);
        slices.Select(slice => slice.RunId).Distinct().ShouldHaveSingleItem();
        slices.Sum(slice => slice.Totals.Listed).ShouldBe(whole.Totals.Listed);
        Ledger(slices).ShouldBe(Ledger([whole]));
        Done(many).ShouldBe(Done(one));
    }

    [Fact]
    public async Task Keys_scheduled_in_slices_are_all_found_by_the_runs_id()
    {
        Seed(many);
        var slices = await many.SweepInSlicesAsync(SandboxRun.Enforcing, "eu-west-1", entries: 1);
        var scheduled = slices.SelectMany(slice => slice.Keys).Where(key => key.Action == "ScheduleKeyDeletion").ToList();

        scheduled.Count.ShouldBe(6);
        foreach (var key in scheduled)
        {
            (await many.TagsAsync(KeyArn.Parse(key.Arn)))[KeyTags.Run].ShouldBe(slices[0].RunId);
        }
    }

    [Fact]
    public async Task A_slice_without_time_calls_nothing_and_leaves_everything_to_the_next()
    {
        Seed(many);

        var slice = await many.SweepAsync(SandboxRun.Enforcing, ["eu-west-1"], new CancellationToken(true));

        slice.Regions.Single().Next.ShouldNotBeNull();
        slice.Totals.Listed.ShouldBe(0);
        many.Aws.Calls.Snapshot().ShouldAllBe(call => call.Service == "sts");
    }

    [Fact]
    public async Task Settings_that_change_between_slices_do_not_change_what_the_run_may_do()
    {
        Seed(many);
        var first = await many.SweepAsync(new SweepOptions(), ["eu-west-1"], new CancellationToken(true));

        SweepToken.TryRead(first.Regions.Single().Next!, out var next).ShouldBeTrue();
        var second = await many.ContinueAsync([next], SandboxRun.Enforcing);

        second.Rotation.ShouldBe(RuleMode.DryRun);
        many.Writes().ShouldBeEmpty();
    }

    // A key whose time is up between its tag and its deletion is tagged again by the next slice.
    private static IEnumerable<string> Done(SandboxRun run)
    {
        var writes = run.Writes().ToHashSet();
        return run.Aws.Calls.Snapshot().Where(call => call.ErrorCode is null && writes.Contains(call.Operation))
            .DistinctBy(call => (call.Operation, call.KeyId)).Select(call => call.Operation).Order();
    }

    // Ids are random, so keys are told apart by their description.
    private static IEnumerable<string> Ledger(IEnumerable<SweepReport> slices) =>
        slices.SelectMany(slice => slice.Keys)
            .Select(key => $"{key.State} {key.Outcome} {key.Rule} {key.Action} {string.Join(' ', key.Reasons)}")
            .Order(StringComparer.Ordinal);

    private static void Seed(SandboxRun run)
    {
        const string region = "eu-west-1";
        (int Count, KeySeed Seed)[] mix =
        [
            (80, new() { RotationPeriodInDays = 365 }),
            (50, new() { KeySpec = "RSA_2048" }),
            (40, SandboxRun.Unused with { Tags = new Dictionary<string, string> { [KeyTags.Hold] = "person" } }),
            (40, new() { KeyState = "PendingDeletion" }),
            (12, new()),
            (12, new() { KeyState = "Disabled" }),
            (6, SandboxRun.Unused),
        ];
        foreach (var seed in mix.SelectMany(kind => Enumerable.Repeat(kind.Seed, kind.Count)))
        {
            run.Seed(region, seed);
        }
    }
}
