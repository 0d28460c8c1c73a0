using KmsGuard.Detect;
using KmsGuard.Evaluate;
using KmsGuard.Remediate;

namespace KmsGuard.Tests.Remediate;

public sealed class KeyRemediationTests
{
    [Fact]
    public async Task A_key_that_was_enabled_since_it_was_read_is_held()
    {
        var kms = new FakeKms([Keys.Unused()]);
        kms.Change(Keys.Arn, key => key with { Description = Reading.Of(Keys.Description(KeyState.Enabled)) });

        var done = await DeleteAsync(kms);

        done.Outcome.ShouldBe(Outcome.Held);
        done.Reasons.ShouldBe(["state-changed"]);
        done.Detail.ShouldBe("it was Disabled when it was read and is Enabled now");
        kms.Writes.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(KeyTags.Hold, "somebody", Outcome.Held, "hold-tag")]
    [InlineData(KeyTags.Exempt, "yes", Outcome.Exempt, "exempt-tag")]
    public async Task A_tag_set_since_it_was_read_holds_a_key(string tag, string value, Outcome outcome, string reason)
    {
        var kms = new FakeKms([Keys.Unused() with { Tags = Keys.Tags((tag, value), (KeyTags.DisabledSince, "2026-01-01")) }]);

        var done = await DeleteAsync(kms);

        done.Outcome.ShouldBe(outcome);
        done.Reasons.ShouldBe([reason]);
        kms.Writes.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_key_that_cannot_be_read_again_is_not_scheduled()
    {
        var kms = new FakeKms([Keys.Unused()]) { Fault = (operation, _) => operation == "ListResourceTags" ? Denied(operation) : null };

        var done = await DeleteAsync(kms);

        done.Outcome.ShouldBe(Outcome.Unreadable);
        kms.Writes.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("TagResource", 0)]
    [InlineData("ScheduleKeyDeletion", 1)]
    public async Task A_write_that_is_denied_fails_the_key_and_says_why(string operation, int writes)
    {
        var kms = new FakeKms([Keys.Unused()]) { Fault = (called, _) => called == operation ? Denied(called) : null };

        var done = await DeleteAsync(kms);

        done.Outcome.ShouldBe(Outcome.Failed);
        done.Reasons.ShouldBe(["access-denied"]);
        done.Detail.ShouldContain("not allowed");
        kms.Writes.Count.ShouldBe(writes);
    }

    [Fact]
    public async Task A_scheduled_key_tells_the_date_that_KMS_gave_it()
    {
        var kms = new FakeKms([Keys.Unused()]);

        var done = await DeleteAsync(kms);

        done.Outcome.ShouldBe(Outcome.Changed);
        done.State.ShouldBe(KeyState.PendingDeletion);
        done.Detail.ShouldStartWith("deleted on 2026-12-22T03:00:00Z");
    }

    [Theory]
    [InlineData("run", true, Outcome.Changed)]
    [InlineData("another-run", true, Outcome.Failed)]
    [InlineData("run", false, Outcome.Held)]
    [InlineData("another-run", false, Outcome.Held)]
    public async Task A_key_that_is_pending_although_KMS_refused_a_second_try_belongs_to_the_run_whose_tag_it_has(string tag, bool retried, Outcome outcome)
    {
        FakeKms kms = null!;
        kms = new([Keys.Unused()]) { Fault = (called, _) => called == "ScheduleKeyDeletion" ? Late(called) : null };

        (await DeleteAsync(kms)).Outcome.ShouldBe(outcome);

        Failure Late(string operation)
        {
            kms.Change(Keys.Arn, key => key with
            {
                Description = Reading.Of(Keys.Description(KeyState.PendingDeletion)),
                Tags = Keys.Tags((KeyTags.Run, tag)),
            });
            return new(FailureKind.InvalidState, operation, "KMSInvalidStateException", "is pending deletion") { Retried = retried };
        }
    }

    private static Task<Decision> DeleteAsync(FakeKms kms) =>
        new KeyRemediation(kms, Keys.Enforcing, "run", new FixedTime(Keys.Now)).DeleteAsync(Keys.Unused(), default);

    private static Failure Denied(string operation) => new(FailureKind.AccessDenied, operation, "AccessDeniedException", "not allowed");
}
