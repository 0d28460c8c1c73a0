using KmsGuard.Detect;
using KmsGuard.Remediate;
using KmsGuard.Restore;

namespace KmsGuard.Tests.Restore;

/// <summary>What a rollback does with one key in each state, call by call.</summary>
public sealed class RestoredStatesTests
{
    private const string Hold = "2026-11-22T03:00:00Z by arn:aws:iam::111122223333:user/operator: needed";

    private static readonly KeyArn Arn = Fleet.Arn(1);

    [Theory]
    [InlineData(KeyState.PendingDeletion, false, false, RollbackOutcome.Restored, KeyState.Disabled, "CancelKeyDeletion, TagResource")]
    [InlineData(KeyState.PendingDeletion, true, false, RollbackOutcome.Restored, KeyState.Disabled, "CancelKeyDeletion")]
    [InlineData(KeyState.PendingDeletion, false, true, RollbackOutcome.Restored, KeyState.Enabled, "CancelKeyDeletion, TagResource, EnableKey")]
    [InlineData(KeyState.PendingReplicaDeletion, false, false, RollbackOutcome.Restored, KeyState.Disabled, "CancelKeyDeletion, TagResource")]
    [InlineData(KeyState.Disabled, false, false, RollbackOutcome.AlreadySafe, KeyState.Disabled, "TagResource")]
    [InlineData(KeyState.Disabled, true, false, RollbackOutcome.AlreadySafe, KeyState.Disabled, "")]
    [InlineData(KeyState.Disabled, true, true, RollbackOutcome.Restored, KeyState.Enabled, "EnableKey")]
    [InlineData(KeyState.Enabled, false, true, RollbackOutcome.AlreadySafe, KeyState.Enabled, "")]
    [InlineData(KeyState.PendingImport, false, true, RollbackOutcome.AlreadySafe, KeyState.PendingImport, "")]
    [InlineData(KeyState.Unavailable, false, true, RollbackOutcome.AlreadySafe, KeyState.Unavailable, "")]
    public async Task A_key_is_taken_back_by_the_calls_that_its_state_needs(
        KeyState before, bool held, bool enable, RollbackOutcome outcome, KeyState after, string calls)
    {
        var fleet = new Fleet(Fleet.Key(Arn, before, held ? [(KeyTags.Hold, "by somebody")] : []));

        var entry = await RestoreAsync(fleet, new() { Reason = "needed", ReEnable = enable });

        entry.ShouldBe(new(Arn.ToString(), before, after, outcome, null)
        {
            Rotates = after == KeyState.Enabled && before != after ? true : null,
            Note = before == KeyState.PendingImport ? "it waits for its key material, not for its deletion: left alone" : null,
        });
        string.Join(", ", fleet.Writes()).ShouldBe(calls);
        fleet.Writes().OfType<KeyAction.TagResource>().ShouldAllBe(tag => tag.Name == KeyTags.Hold && tag.Value == Hold);
    }

    [Theory]
    [InlineData(KeyState.PendingDeletion, false, RollbackOutcome.Restored)]
    [InlineData(KeyState.Disabled, true, RollbackOutcome.Restored)]
    [InlineData(KeyState.Disabled, false, RollbackOutcome.AlreadySafe)]
    public async Task A_dry_run_foretells_the_outcome_and_writes_nothing(KeyState before, bool enable, RollbackOutcome outcome)
    {
        var fleet = new Fleet(Fleet.Key(Arn, before));

        (await RestoreAsync(fleet, new() { DryRun = true, ReEnable = enable })).ShouldBe(new(Arn.ToString(), before, null, outcome, null));
        fleet.Writes().ShouldBeEmpty();
    }

    [Theory]
    [InlineData(7, 7)]
    [InlineData(null, 30)]
    public async Task A_cancel_knows_the_window_that_it_cancels(int? window, int undone)
    {
        var key = Fleet.Key(Arn);
        var fleet = new Fleet(key with { Description = Reading.Of(key.Description!.Value! with { PendingWindowDays = window }) });

        await RestoreAsync(fleet, new());

        fleet.Writes().First().ShouldBe(new KeyAction.CancelKeyDeletion(undone));
    }

    [Fact]
    public async Task A_key_that_comes_back_without_rotation_says_so()
    {
        var entry = await RestoreAsync(new(Fleet.Key(Arn) with { Rotation = Reading.Of(new RotationStatus(false)) }), new() { ReEnable = true });

        entry.Rotates.ShouldBe(false);
        entry.Note.ShouldBe("it does not rotate: either it did not before, or rotation has not come back");
    }

    [Theory]
    [InlineData("SYMMETRIC_DEFAULT", false)]
    [InlineData("RSA_2048", true)]
    public async Task Whether_a_key_rotates_is_asked_only_of_an_enabled_one_that_can(string spec, bool enable)
    {
        var asked = false;
        var key = Fleet.Key(Arn);
        var fleet = new Fleet(key with { Description = Reading.Of(key.Description!.Value! with { Spec = spec }) })
        {
            Fault = (_, operation, _) =>
            {
                asked |= operation == "GetKeyRotationStatus";
                return null;
            },
        };

        (await RestoreAsync(fleet, new() { ReEnable = enable })).Rotates.ShouldBeNull();
        asked.ShouldBeFalse();
    }

    [Fact]
    public async Task Tags_that_cannot_be_read_are_no_hold_so_one_is_written()
    {
        var fleet = new Fleet(Fleet.Key(Arn, tags: (KeyTags.Hold, "x"))) { Fault = Failing("ListResourceTags", FailureKind.AccessDenied) };

        (await RestoreAsync(fleet, new())).Outcome.ShouldBe(RollbackOutcome.Restored);
        string.Join(", ", fleet.Writes()).ShouldBe("CancelKeyDeletion, TagResource");
    }

    [Theory]
    [InlineData(FailureKind.NotFound, RollbackOutcome.NotFound)]
    [InlineData(FailureKind.AccessDenied, RollbackOutcome.Failed)]
    public async Task A_key_that_cannot_be_read_is_not_touched(FailureKind kind, RollbackOutcome outcome)
    {
        var fleet = new Fleet(Fleet.Key(Arn)) { Fault = Failing("DescribeKey", kind) };

        var entry = await RestoreAsync(fleet, new());

        (entry.Before, entry.After, entry.Outcome, entry.FailedOperation).ShouldBe((null, null, outcome, "DescribeKey"));
        fleet.Writes().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("TagResource", "CancelKeyDeletion", "the deletion is cancelled, but TagResource: ServiceException: it did not work; without the tag kmsguard:hold a sweep may schedule it again: roll this key back once more, by its ARN")]
    [InlineData("EnableKey", "CancelKeyDeletion, TagResource", "the deletion is cancelled, but EnableKey: ServiceException: it did not work; the key is held and stays disabled")]
    public async Task After_a_failure_nothing_more_is_done_and_what_stands_is_told(string failing, string calls, string error)
    {
        var fleet = new Fleet(Fleet.Key(Arn)) { Fault = Failing(failing, FailureKind.Service) };

        var entry = await RestoreAsync(fleet, new() { ReEnable = true });

        entry.ShouldBe(new(Arn.ToString(), KeyState.PendingDeletion, KeyState.Disabled, RollbackOutcome.Failed, error) { FailedOperation = failing });
        string.Join(", ", fleet.Writes()).ShouldBe(calls);
    }

    [Theory]
    [InlineData(KeyState.Disabled, RollbackOutcome.Restored)]
    [InlineData(KeyState.Enabled, RollbackOutcome.Restored)]
    [InlineData(KeyState.PendingDeletion, RollbackOutcome.Failed)]
    [InlineData(KeyState.Unknown, RollbackOutcome.Failed)]
    public async Task A_cancel_that_failed_is_believed_to_be_done_only_where_the_key_no_longer_waits(KeyState then, RollbackOutcome outcome)
    {
        Fleet fleet = null!;
        fleet = new(Fleet.Key(Arn)) { Fault = Late };

        var entry = await RestoreAsync(fleet, new());

        // Somebody else may have enabled it: a rollback that was not to do that does not look after its rotation.
        (entry.Outcome, entry.Rotates).ShouldBe((outcome, null));

        Failure? Late(string region, string operation, KeyArn? key)
        {
            if (operation != "CancelKeyDeletion")
            {
                return null;
            }

            fleet.In(Fleet.Own, region).Change(Arn, _ => Fleet.Key(Arn, then));
            return Fleet.Trouble(FailureKind.Service, operation);
        }
    }

    [Theory]
    [InlineData(KeyState.PendingDeletion, false, true)]
    [InlineData(KeyState.PendingDeletion, true, false)]
    [InlineData(KeyState.Enabled, false, false)]
    public async Task Cancellation_is_heard_before_the_first_write(KeyState state, bool dryRun, bool thrown)
    {
        var fleet = new Fleet(Fleet.Key(Arn, state));

        var failed = await Record.ExceptionAsync(() => RestoreAsync(fleet, new() { DryRun = dryRun }, new CancellationToken(true)));

        (failed is OperationCanceledException).ShouldBe(thrown);
        fleet.Writes().ShouldBeEmpty();
    }

    private static Func<string, string, KeyArn?, Failure?> Failing(string failing, FailureKind kind) =>
        (_, operation, _) => operation == failing ? Fleet.Trouble(kind, operation) : null;

    private static Task<RollbackEntry> RestoreAsync(Fleet fleet, RollbackRequest request, CancellationToken cancellationToken = default) =>
        new KeyRestoration(fleet.In(Fleet.Own, "eu-west-1"), request, Fleet.Operator, new FixedTime(Keys.Now)).RestoreAsync(Arn, cancellationToken);
}
