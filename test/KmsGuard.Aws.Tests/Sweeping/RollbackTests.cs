using KmsGuard.Detect;
using KmsGuard.Evaluate;
using KmsGuard.Restore;

namespace KmsGuard.Aws.Tests.Sweeping;

public sealed class RollbackTests : IAsyncLifetime
{
    private SandboxRun run = null!;

    public async Task InitializeAsync() => run = await SandboxRun.StartAsync();

    public async Task DisposeAsync() => await run.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Doing_it_again_changes_nothing(bool reEnable)
    {
        var key = run.Seed("us-east-1", new() { KeyState = "PendingDeletion" });
        await run.RollbackAsync(Request(key) with { ReEnable = reEnable });
        var writes = run.Writes().Count;

        var again = await run.RollbackAsync(Request(key) with { ReEnable = reEnable });

        again.Keys.ShouldHaveSingleItem().Outcome.ShouldBe(RollbackOutcome.AlreadySafe);
        run.Writes().Count.ShouldBe(writes);
    }

    [Fact]
    public async Task A_primary_that_waits_for_its_replicas_is_taken_back()
    {
        var primary = run.Seed("us-east-1", new() { MultiRegion = true, KeyState = "PendingReplicaDeletion" });
        run.Seed("us-west-2", new() { ReplicaOf = primary.ToString() });

        var report = await run.RollbackAsync(Request(primary));

        report.Keys.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            key => key.Before.ShouldBe(KeyState.PendingReplicaDeletion),
            key => key.After.ShouldBe(KeyState.Disabled));
    }

    [Fact]
    public async Task A_dry_run_writes_nothing()
    {
        var key = run.Seed("us-east-1", new() { KeyState = "PendingDeletion" });

        var report = await run.RollbackAsync(Request(key) with { DryRun = true });

        report.Keys.ShouldHaveSingleItem().Outcome.ShouldBe(RollbackOutcome.Restored);
        run.Writes().ShouldBeEmpty();
    }

    [Fact]
    public async Task The_hold_says_who_when_and_why_in_characters_that_a_tag_may_have()
    {
        var key = run.Seed("us-east-1", new() { KeyState = "PendingDeletion" });

        await run.RollbackAsync(Request(key) with { Reason = "still needed (ticket #42)\r\n; drop" });

        var hold = (await run.TagsAsync(key))[KeyTags.Hold];
        hold.ShouldStartWith("2027-06-01T02:0");
        hold.ShouldContain("by arn:aws:iam::111122223333:user/sandbox: still needed -ticket -42-");
    }

    [Fact]
    public async Task A_whole_run_is_taken_back_in_every_Region_and_nothing_else()
    {
        var doomed = SandboxRun.Regions.Select(region => run.Seed(region, SandboxRun.Unused)).ToList();
        var other = run.Seed("us-east-1", new() { KeyState = "PendingDeletion" });
        var swept = await run.SweepAsync(SandboxRun.Enforcing);
        swept.Keys.Count(key => key.Outcome == Outcome.Changed).ShouldBe(3);

        var report = await run.RollbackAsync(new RollbackRequest { Run = swept.RunId, Regions = SandboxRun.Regions });

        report.Keys.Select(key => key.Arn).ShouldBe(doomed.Select(key => key.ToString()), ignoreOrder: true);
        report.Keys.ShouldAllBe(key => key.Outcome == RollbackOutcome.Restored && key.After == KeyState.Disabled);
        (await run.StateAsync(other)).ShouldBe("PendingDeletion");
        for (var night = 0; night < 3; night++)
        {
            run.Aws.Clock.Advance(TimeSpan.FromDays(1));
            (await run.SweepAsync(SandboxRun.Enforcing)).Keys.Where(key => key.Arn != other.ToString())
                .ShouldAllBe(key => key.Outcome == Outcome.Held && key.Reasons.Contains("hold-tag"));
        }
    }

    [Fact]
    public async Task Regions_that_are_not_enabled_hold_no_key_and_are_no_failure()
    {
        var key = run.Seed("us-east-1", SandboxRun.Unused);
        var swept = await run.SweepAsync(SandboxRun.Enforcing);
        string[] everywhere = [.. SandboxRun.Regions, "ap-east-1"];

        var byRun = await run.RollbackAsync(new RollbackRequest { Run = swept.RunId, Regions = everywhere });
        var byId = await run.RollbackAsync(new RollbackRequest
        {
            Keys = [new(key.KeyId, null), new("00000000-0000-4000-8000-000000000000", null)],
            Regions = everywhere,
        });
        var nowhere = await run.RollbackAsync(new RollbackRequest { Run = swept.RunId, Regions = ["ap-east-1"] });

        byRun.Keys.ShouldHaveSingleItem().Outcome.ShouldBe(RollbackOutcome.Restored);
        byId.Keys.Select(entry => entry.Outcome).ShouldBe([RollbackOutcome.AlreadySafe, RollbackOutcome.NotFound]);
        nowhere.Keys.ShouldHaveSingleItem().Outcome.ShouldBe(RollbackOutcome.Failed);
    }

    [Fact]
    public async Task An_id_without_Region_is_looked_for_and_refused_where_it_is_ambiguous()
    {
        var single = run.Seed("us-west-2", new() { KeyState = "PendingDeletion" });
        var primary = run.Seed("us-east-1", new() { MultiRegion = true, KeyState = "PendingReplicaDeletion" });
        run.Seed("us-west-2", new() { ReplicaOf = primary.ToString() });

        var report = await run.RollbackAsync(new RollbackRequest
        {
            Keys = [new(single.KeyId, null), new(primary.KeyId, null), new("00000000-0000-4000-8000-000000000000", null)],
            Regions = SandboxRun.Regions,
        });

        report.Keys.Select(key => key.Outcome).ShouldBe([RollbackOutcome.Restored, RollbackOutcome.Failed, RollbackOutcome.NotFound]);
        report.Keys[1].Error.ShouldNotBeNull().ShouldContain("several Regions");
        (await run.StateAsync(primary)).ShouldBe("PendingReplicaDeletion");
    }

    [Fact]
    public async Task A_key_whose_policy_forbids_the_cancel_fails_alone()
    {
        var locked = run.Seed("us-east-1", new() { KeyState = "PendingDeletion", Policy = """
            {"Version":"2012-10-17","Statement":[
              {"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:root"},"Action":"kms:*","Resource":"*"},
              {"Effect":"Deny","Principal":{"AWS":"*"},"Action":"kms:CancelKeyDeletion","Resource":"*"}]}
            """ });
        var open = run.Seed("us-east-1", new() { KeyState = "PendingDeletion" });

        var report = await run.RollbackAsync(new RollbackRequest { Keys = [new(locked.KeyId, locked), new(open.KeyId, open)] });

        report.Keys.Select(key => key.Outcome).ShouldBe([RollbackOutcome.Failed, RollbackOutcome.Restored]);
        report.Keys[0].Error.ShouldNotBeNull().ShouldContain("AccessDeniedException");
        report.Succeeded.ShouldBeFalse();
    }

    private static RollbackRequest Request(KeyArn key) => new() { Keys = [new(key.KeyId, key)], Reason = "test" };
}
