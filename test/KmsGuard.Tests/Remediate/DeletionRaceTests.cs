using KmsGuard.Detect;
using KmsGuard.Evaluate;
using KmsGuard.Remediate;

namespace KmsGuard.Tests.Remediate;

/// <summary>Somebody else, or an answer that is lost, comes between the steps of a deletion.</summary>
public sealed class DeletionRaceTests
{
    private static readonly DateTimeOffset Due = Keys.Now.AddDays(7);

    [Fact]
    public async Task A_key_that_somebody_scheduled_before_the_tag_is_held_with_the_date_that_KMS_gave_it()
    {
        var kms = Region("TagResource", FailureKind.InvalidState, Pending("other"));

        var done = await DeleteAsync(kms);

        (done.Outcome, done.State, done.DeletionDate, done.Action).ShouldBe((Outcome.Held, KeyState.PendingDeletion, Due, null));
        done.Reasons.ShouldBe(["state-changed"]);
        done.Detail.ShouldBe("it was Disabled when it was read and PendingDeletion when it was to be scheduled");
        kms.Writes.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("TagResource", "state-changed")]
    [InlineData("ScheduleKeyDeletion", "state-changed")]
    public async Task A_refusal_for_its_state_of_a_key_that_is_Disabled_still_is_a_failure(string operation, string reason)
    {
        var done = await DeleteAsync(Region(operation, FailureKind.InvalidState, key => key));

        done.Outcome.ShouldBe(Outcome.Failed);
        done.Reasons.ShouldBe([reason]);
        done.Detail.ShouldStartWith($"{operation}: Injected: for the test; ");
    }

    [Fact]
    public async Task A_tag_that_is_denied_is_a_failure_whatever_state_the_key_is_in_now()
    {
        var done = await DeleteAsync(Region("TagResource", FailureKind.AccessDenied, Pending("other")));

        done.Outcome.ShouldBe(Outcome.Failed);
        done.Reasons.ShouldBe(["access-denied"]);
    }

    [Theory]
    [InlineData(FailureKind.Service)]
    [InlineData(FailureKind.Throttled)]
    [InlineData(FailureKind.AccessDenied)]
    public async Task A_deletion_whose_answer_is_lost_is_this_runs_change_when_the_key_waits_under_its_tag(FailureKind kind)
    {
        var done = await DeleteAsync(Region("ScheduleKeyDeletion", kind, Pending("run")));

        (done.Outcome, done.State, done.DeletionDate).ShouldBe((Outcome.Changed, KeyState.PendingDeletion, Due));
        done.Action.ShouldBe(new KeyAction.ScheduleKeyDeletion(30));
        done.Detail.ShouldStartWith("deleted on 2026-11-29T03:00:00Z; ");
        done.Detail.ShouldNotContain("came between");
    }

    [Fact]
    public async Task A_deletion_that_fails_is_a_failure_though_the_tag_is_this_runs()
    {
        var kms = Region("ScheduleKeyDeletion", FailureKind.Service, key => key);

        var done = await DeleteAsync(kms);

        done.Outcome.ShouldBe(Outcome.Failed);
        kms.Writes.ShouldHaveSingleItem().Action.ShouldBe(new KeyAction.TagResource(KeyTags.Run, "run"));
    }

    [Fact]
    public async Task The_run_whose_tag_is_replaced_is_known_to_whoever_takes_that_back()
    {
        var key = Keys.Unused() with { Tags = Keys.Tags((KeyTags.Run, "older"), (KeyTags.DisabledSince, "2026-01-01")) };
        var kms = new FakeKms([key]);

        _ = await DeleteAsync(kms);

        kms.Writes.First().Action.ShouldBe(new KeyAction.TagResource(KeyTags.Run, "run", "older"));
    }

    [Fact]
    public async Task A_run_that_comes_between_the_tag_and_the_deletion_is_named_as_the_one_to_roll_back()
    {
        FakeKms kms = null!;
        var writes = 0;
        kms = new([Keys.Unused()])
        {
            BeforeWrite = _ =>
            {
                if (++writes == 2)
                {
                    kms.Change(Keys.Arn, key => key with { Tags = Keys.Tags((KeyTags.Run, "between")) });
                }
            },
        };

        var done = await DeleteAsync(kms);

        done.Outcome.ShouldBe(Outcome.Changed);
        done.Detail.ShouldStartWith(
            "deleted on 2026-12-22T03:00:00Z; under the tag of run between, which came between: roll back that run, or the key; ");
    }

    [Fact]
    public async Task A_deletion_that_cannot_be_read_again_is_told_without_its_date()
    {
        FakeKms kms = null!;
        kms = new([Keys.Unused()])
        {
            Fault = (operation, _) => kms.Writes.Count == 2 ? new(FailureKind.Throttled, operation, "ThrottlingException", "slow down") : null,
        };

        var done = await DeleteAsync(kms);

        (done.Outcome, done.State, done.DeletionDate).ShouldBe((Outcome.Changed, KeyState.PendingDeletion, null));
        done.Detail.ShouldBe(KeyEvaluator.Decide(Keys.Unused(), Keys.Enforcing, Keys.Now).Detail);
    }

    // The key is pending deletion already, as when a slice of a run is cut off before it hears of what it did.
    [Theory]
    [InlineData(KeyState.PendingDeletion, "run", Outcome.Changed)]
    [InlineData(KeyState.PendingReplicaDeletion, "run", Outcome.Changed)]
    [InlineData(KeyState.PendingDeletion, "other", Outcome.Ineligible)]
    [InlineData(KeyState.Enabled, "run", Outcome.Planned)]
    public async Task A_key_that_waits_under_this_runs_tag_is_its_change_and_no_other(KeyState state, string tag, Outcome outcome)
    {
        var key = Keys.Unused() with { Description = Reading.Of(Keys.Description(state)), Tags = Keys.Tags((KeyTags.Run, tag)), Rotation = Reading.Of(new RotationStatus(false)) };
        var kms = new FakeKms([key]);

        var done = await new KeyRemediation(kms, Keys.Enforcing, "run", new FixedTime(Keys.Now)).DeleteAsync(key, default);

        done.Outcome.ShouldBe(outcome);
        kms.Writes.ShouldBeEmpty();
        if (outcome == Outcome.Changed)
        {
            (done.State, done.Rule, done.Action).ShouldBe((state, "deletion", new KeyAction.ScheduleKeyDeletion(30)));
            done.Reasons.ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task A_key_that_waited_when_it_was_read_and_does_no_longer_is_nobodys_change()
    {
        var key = Pending("run")(Keys.Unused());
        var kms = new FakeKms([Keys.Unused() with { Tags = key.Tags }]);

        var done = await new KeyRemediation(kms, Keys.Enforcing, "run", new FixedTime(Keys.Now)).DeleteAsync(key, default);

        done.Outcome.ShouldBe(Outcome.Ineligible);
    }

    private static Func<KeySnapshot, KeySnapshot> Pending(string run) => key => key with
    {
        Description = Reading.Of(Keys.Description(KeyState.PendingDeletion) with { DeletionDate = Due }),
        Tags = Keys.Tags((KeyTags.Run, run)),
    };

    // A write that fails, after which the key is as given.
    private static FakeKms Region(string operation, FailureKind kind, Func<KeySnapshot, KeySnapshot> then)
    {
        FakeKms kms = null!;
        return kms = new([Keys.Unused()])
        {
            Fault = (called, key) =>
            {
                if (called != operation)
                {
                    return null;
                }

                kms.Change(key!, then);
                return new(kind, called, "Injected", "for the test");
            },
        };
    }

    private static Task<Decision> DeleteAsync(FakeKms kms) =>
        new KeyRemediation(kms, Keys.Enforcing, "run", new FixedTime(Keys.Now)).DeleteAsync(Keys.Unused(), default);
}
