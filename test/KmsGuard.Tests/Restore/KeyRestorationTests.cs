using KmsGuard.Detect;
using KmsGuard.Remediate;
using KmsGuard.Restore;
using KmsGuard.Tests.Remediate;

namespace KmsGuard.Tests.Restore;

/// <summary>What no wire can be made to do at will; the states and their calls are tested on the sandbox.</summary>
public sealed class KeyRestorationTests
{
    [Fact]
    public async Task A_cancel_whose_answer_was_lost_counts_when_the_key_no_longer_waits()
    {
        FakeKms kms = null!;
        kms = new([Pending]) { Fault = (called, _) => called == "CancelKeyDeletion" ? Late(called) : null };

        var entry = await RestoreAsync(kms);

        (entry.Before, entry.After, entry.Outcome).ShouldBe((KeyState.PendingDeletion, KeyState.Disabled, RollbackOutcome.Restored));
        kms.Writes.ShouldHaveSingleItem().Action.ShouldBeOfType<KeyAction.TagResource>().Name.ShouldBe(KeyTags.Hold);

        Failure Late(string operation)
        {
            kms.Change(Keys.Arn, _ => Keys.Unused());
            return new(FailureKind.InvalidState, operation, "KMSInvalidStateException", "is not pending deletion");
        }
    }

    [Fact]
    public async Task A_key_that_still_waits_after_a_refused_cancel_has_failed()
    {
        var kms = new FakeKms([Pending])
        {
            Fault = (called, _) => called == "CancelKeyDeletion" ? new(FailureKind.AccessDenied, called, "AccessDeniedException", "no") : null,
        };

        var entry = await RestoreAsync(kms);

        (entry.Before, entry.After, entry.Outcome).ShouldBe((KeyState.PendingDeletion, KeyState.PendingDeletion, RollbackOutcome.Failed));
        kms.Writes.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_hold_that_could_not_be_written_is_a_failure_that_says_what_it_means()
    {
        FakeKms kms = null!;
        kms = new([Pending]) { Fault = (called, _) => called == "CancelKeyDeletion" ? Cancelled(called) : called == "TagResource" ? Denied(called) : null };

        var entry = await RestoreAsync(kms);

        entry.Outcome.ShouldBe(RollbackOutcome.Failed);
        entry.Error.ShouldNotBeNull().ShouldContain("the deletion is cancelled, but TagResource: AccessDeniedException");

        Failure Cancelled(string operation)
        {
            kms.Change(Keys.Arn, _ => Keys.Unused());
            return Denied(operation);
        }
    }

    private static KeySnapshot Pending => Keys.Unused() with { Description = Reading.Of(Keys.Description(KeyState.PendingDeletion)) };

    private static Failure Denied(string operation) => new(FailureKind.AccessDenied, operation, "AccessDeniedException", "not allowed");

    private static Task<RollbackEntry> RestoreAsync(FakeKms kms) =>
        new KeyRestoration(kms, new RollbackRequest { Reason = "test" }, "arn:aws:iam::111122223333:user/op", new FixedTime(Keys.Now)).RestoreAsync(Keys.Arn, default);
}
