using KmsGuard.Detect;
using KmsGuard.Restore;

namespace KmsGuard.Tests.Restore;

/// <summary>What a person reads of a key that was not restored.</summary>
public sealed class RestoreTroubleTests
{
    private const string Lost = "if it was deleted, what is encrypted under it is lost for good and nobody can bring it back";

    private static readonly KeyArn Arn = Fleet.Arn(1);

    private static readonly KeyDescription Due = Keys.Description(KeyState.PendingDeletion) with { Arn = Arn, DeletionDate = Keys.Now.AddDays(-1) };

    [Fact]
    public void A_key_that_KMS_deleted_meanwhile_is_told_with_the_time_it_was_due() =>
        Text(FailureKind.NotFound, Due).ShouldBe($"KMS has deleted it meanwhile, as it was due at 2026-11-21 03:00 UTC; {Lost}; CloudTrail's event DeleteKey says when");

    [Fact]
    public void A_key_that_is_not_there_is_told_with_where_it_was_looked_for() =>
        Text(FailureKind.NotFound, null).ShouldBe($"there is no such key in eu-west-1 of account 111122223333; {Lost}; CloudTrail's event DeleteKey says when");

    [Fact]
    public void A_multi_Region_key_may_be_left_in_another_Region() => RestoreTrouble.Lost("mrk-1234abcd12ab34cd56ef1234567890ab")
        .ShouldBe($"{Lost}, unless its multi-Region set has a key left in another Region; CloudTrail's event DeleteKey says when");

    [Theory]
    [InlineData(true, ", before 2026-11-21 03:00 UTC")]
    [InlineData(false, "")]
    public void Whom_to_ask_is_told_where_a_policy_forbids_to_cancel(bool known, string before) => Text(FailureKind.AccessDenied, known ? Due : null, KeyState.PendingDeletion)
        .ShouldBe(
            "its deletion could not be cancelled: Some: AccessDeniedException: it did not work. Its key policy may have been changed since. "
            + "Those can still cancel whom the policy lets: also the root user of account 111122223333, if the policy allows "
            + "arn:aws:iam::111122223333:root and does not deny it; whoever may call PutKeyPolicy can repair it. Nobody left: AWS Support" + before);

    [Theory]
    [InlineData(FailureKind.AccessDenied, KeyState.Enabled)]
    [InlineData(FailureKind.AccessDenied, null)]
    [InlineData(FailureKind.Service, KeyState.PendingDeletion)]
    public void Any_other_trouble_speaks_for_itself(FailureKind kind, KeyState? after) =>
        Text(kind, Due, after).ShouldBe($"Some: {kind}Exception: it did not work");

    [Theory]
    [InlineData(KeyState.PendingDeletion, true)]
    [InlineData(KeyState.PendingReplicaDeletion, true)]
    [InlineData(KeyState.Disabled, false)]
    public void A_key_that_waited_and_is_disabled_now_was_cancelled(KeyState before, bool cancelled) =>
        Text(FailureKind.Service, Due with { State = before }, KeyState.Disabled)
            .StartsWith("the deletion is cancelled, but ", StringComparison.Ordinal).ShouldBe(cancelled);

    [Fact]
    public void An_entry_carries_both_states_and_the_operation_that_failed()
    {
        var entry = RestoreTrouble.Entry(Arn, Due, KeyState.Enabled, Fleet.Trouble(FailureKind.Throttled, "TagResource"));

        entry.ShouldBe(new(Arn.ToString(), KeyState.PendingDeletion, KeyState.Enabled, RollbackOutcome.Failed, "TagResource: ThrottledException: it did not work")
        {
            FailedOperation = "TagResource",
        });
        RestoreTrouble.Entry(Arn, null, null, Fleet.Trouble(FailureKind.NotFound)).ShouldSatisfyAllConditions(
            gone => (gone.Before, gone.After, gone.Outcome).ShouldBe((null, null, RollbackOutcome.NotFound)));
    }

    private static string Text(FailureKind kind, KeyDescription? before, KeyState? after = null) =>
        RestoreTrouble.Entry(Arn, before, after, Fleet.Trouble(kind)).Error.ShouldNotBeNull();
}
