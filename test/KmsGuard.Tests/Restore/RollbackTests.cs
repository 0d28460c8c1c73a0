using KmsGuard.Detect;
using KmsGuard.Restore;

namespace KmsGuard.Tests.Restore;

public sealed class RollbackTests
{
    private const string RunId = "20261122T030000Z-0a1b2c3d";

    private static readonly KeyArn Multi = Fleet.Arn(1) with { KeyId = "mrk-1234abcd12ab34cd56ef1234567890ab" };

    private static readonly RollbackRequest Named = new() { Regions = ["eu-west-1", "us-west-2"], Reason = "needed" };

    [Fact]
    public async Task The_keys_of_a_run_are_taken_back_and_no_others()
    {
        var fleet = new Fleet(Fleet.Key(Fleet.Arn(1), tags: (KeyTags.Run, RunId)), Fleet.Key(Fleet.Arn(2)), Fleet.Key(Fleet.Arn(3, "us-west-2"), tags: (KeyTags.Run, RunId)));

        var report = await RunAsync(fleet, Named with { Run = RunId });

        (report.DryRun, report.By, report.Reason, report.Run, report.Error, report.Succeeded)
            .ShouldBe((false, Fleet.Operator, "needed", RunId, null, true));
        report.Keys.Select(entry => (entry.Arn, entry.Outcome)).ShouldBe(
            [(Fleet.Arn(1).ToString(), RollbackOutcome.Restored), (Fleet.Arn(3, "us-west-2").ToString(), RollbackOutcome.Restored)]);
        string.Join(", ", fleet.Writes()).ShouldBe("CancelKeyDeletion, TagResource");
        fleet.Runs.Keys.ShouldBe(["rollback"]);
    }

    [Fact]
    public async Task Cancelled_it_begins_with_no_key()
    {
        var fleet = new Fleet(Fleet.Key(Fleet.Arn(1)));

        await Should.ThrowAsync<OperationCanceledException>(() => new Rollback(fleet, new FixedTime(Keys.Now))
            .RunAsync(Named with { Keys = [new(Fleet.Arn(1).KeyId, Fleet.Arn(1))] }, new CancellationToken(true)));
        fleet.Writes().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_run_that_no_key_carries_is_an_error_that_says_where_it_was_looked_for()
    {
        var report = await RunAsync(new(Fleet.Key(Fleet.Arn(1))), Named with { Run = RunId });

        report.Keys.ShouldBeEmpty();
        report.Succeeded.ShouldBeFalse();
        report.Error.ShouldBe($"No disabled or doomed key in eu-west-1, us-west-2 carries the run {RunId}; nothing was changed.");
    }

    [Fact]
    public async Task Everything_that_is_pending_may_be_nothing()
    {
        var report = await RunAsync(new(Fleet.Key(Fleet.Arn(1), KeyState.Disabled)), Named with { AllPending = true });

        (report.Keys.Count, report.Error, report.Succeeded).ShouldBe((0, null, true));
    }

    [Fact]
    public async Task Everything_that_is_pending_is_taken_back_whoever_scheduled_it()
    {
        var report = await RunAsync(new(Fleet.Key(Fleet.Arn(1)), Fleet.Key(Fleet.Arn(2, "us-west-2"))), Named with { AllPending = true });

        report.Keys.Select(entry => entry.After).ShouldBe([KeyState.Disabled, KeyState.Disabled]);
    }

    [Fact]
    public async Task A_key_named_by_id_and_by_ARN_is_restored_once_and_one_that_is_not_found_has_its_entry()
    {
        var (key, gone) = (Fleet.Arn(1), Fleet.Arn(9).KeyId);
        var fleet = new Fleet(Fleet.Key(key));

        var report = await RunAsync(fleet, Named with { Keys = [new(key.KeyId, key), new(key.KeyId, null), new(gone, null)] });

        report.Keys.Select(entry => (entry.Arn, entry.Outcome)).ShouldBe(
            [(key.ToString(), RollbackOutcome.Restored), (gone, RollbackOutcome.NotFound)]);
        report.Succeeded.ShouldBeFalse();
        string.Join(", ", fleet.Writes()).ShouldBe("CancelKeyDeletion, TagResource");
    }

    [Fact]
    public async Task A_dry_run_writes_nothing_and_says_so()
    {
        var fleet = new Fleet(Fleet.Key(Fleet.Arn(1)));

        var report = await RunAsync(fleet, Named with { AllPending = true, DryRun = true });

        report.DryRun.ShouldBeTrue();
        report.Keys.ShouldHaveSingleItem().Outcome.ShouldBe(RollbackOutcome.Restored);
        fleet.Writes().ShouldBeEmpty();
    }

    [Fact]
    public async Task Of_a_set_each_key_is_looked_at_when_all_are_done_and_the_primary_stands_first()
    {
        var fleet = new Fleet(Set(Multi, MultiRegionKind.Replica), Set(Multi.In("us-west-2"), MultiRegionKind.Primary), Fleet.Key(Fleet.Arn(5)));

        var report = await RunAsync(fleet, Named with { AllPending = true });

        report.Keys.Select(entry => (entry.Arn, entry.MultiRegion, entry.Note)).ShouldBe(
        [
            (Fleet.Arn(5).ToString(), null, null),
            (Multi.In("us-west-2").ToString(), MultiRegionKind.Primary, null),
            (Multi.ToString(), MultiRegionKind.Replica, null),
        ]);
    }

    [Theory]
    [InlineData(10, "")]
    [InlineData(11, "11 keys to restore; KMS allows 5 a second in a Region ...|11 of 11 keys done.")]
    [InlineData(25, "25 keys to restore; KMS allows 5 a second in a Region ...|25 of 25 keys done.")]
    [InlineData(60, "60 keys to restore; KMS allows 5 a second in a Region ...|25 of 60 keys done.|50 of 60 keys done.|60 of 60 keys done.")]
    public async Task More_than_a_few_keys_are_told_of_while_they_are_restored(int keys, string lines)
    {
        List<string> told = [];
        var fleet = new Fleet([.. Enumerable.Range(1, keys).Select(i => Fleet.Key(Fleet.Arn(i)))]);

        var report = await new Rollback(fleet, new FixedTime(Keys.Now), told.Add).RunAsync(Named with { AllPending = true }, default);

        report.Keys.Count.ShouldBe(keys);
        string.Join('|', told).ShouldBe(lines);
        (await RunAsync(fleet, Named with { AllPending = true })).Keys.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(RollbackOutcome.Restored, null, true)]
    [InlineData(RollbackOutcome.AlreadySafe, null, true)]
    [InlineData(RollbackOutcome.NotFound, null, false)]
    [InlineData(RollbackOutcome.Failed, null, false)]
    [InlineData(RollbackOutcome.Restored, "why", false)]
    public void A_rollback_succeeded_when_every_key_is_safe(RollbackOutcome outcome, string? error, bool succeeded)
    {
        RollbackEntry[] entries = [new("a", null, null, RollbackOutcome.Restored, null), new("b", null, null, outcome, null)];

        new RollbackReport(false, null, null, null, entries) { Error = error }.Succeeded.ShouldBe(succeeded);
    }

    private static Task<RollbackReport> RunAsync(Fleet fleet, RollbackRequest request) =>
        new Rollback(fleet, new FixedTime(Keys.Now)).RunAsync(request, default);

    private static KeySnapshot Set(KeyArn arn, MultiRegionKind kind)
    {
        var key = Fleet.Key(arn);
        return key with
        {
            Description = Reading.Of(key.Description!.Value! with { MultiRegion = kind, Primary = Multi.In("us-west-2"), Replicas = [Multi] }),
        };
    }
}
