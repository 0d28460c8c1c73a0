using KmsGuard.Detect;
using KmsGuard.Evaluate;
using KmsGuard.Remediate;

namespace KmsGuard.Tests.Remediate;

/// <summary>What is done of a decision depends on its rule's mode.</summary>
public sealed class RuleModeTests
{
    private static readonly KeySnapshot Unmarked = Keys.Unused() with { Tags = Keys.Tags() };

    public static TheoryData<KeySnapshot, RuleMode, RuleMode, Outcome, string?> Modes => new()
    {
        { Keys.Unrotated(), RuleMode.Enforce, RuleMode.DryRun, Outcome.Changed, "EnableKeyRotation" },
        { Keys.Unrotated(), RuleMode.Enforce, RuleMode.Off, Outcome.Changed, "EnableKeyRotation" },
        { Keys.Unrotated(), RuleMode.DryRun, RuleMode.Enforce, Outcome.Planned, null },
        { Keys.Unrotated(), RuleMode.DryRun, RuleMode.DryRun, Outcome.Planned, null },
        { Unmarked, RuleMode.DryRun, RuleMode.Enforce, Outcome.Held, "TagResource" },
        { Unmarked, RuleMode.Off, RuleMode.Enforce, Outcome.Held, "TagResource" },
        { Unmarked, RuleMode.Enforce, RuleMode.DryRun, Outcome.Held, null },
        { Unmarked, RuleMode.DryRun, RuleMode.DryRun, Outcome.Held, null },
        { Keys.Unused(), RuleMode.Enforce, RuleMode.Enforce, Outcome.Planned, null },
    };

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task A_decision_is_acted_on_where_its_own_rule_enforces_and_a_deletion_never_at_once(
        KeySnapshot key, RuleMode rotation, RuleMode deletion, Outcome outcome, string? written)
    {
        var kms = new FakeKms([key]);
        var options = new SweepOptions { Rotation = rotation, Deletion = deletion };
        var decision = KeyEvaluator.Decide(key, options, Keys.Now);

        var done = await new KeyRemediation(kms, options, "run", new FixedTime(Keys.Now)).ActAsync(decision, default);

        kms.Writes.Select(write => write.Action.Operation).ShouldBe(written is null ? [] : [written]);
        done.ShouldBe(decision with { Outcome = outcome });
    }

    [Theory]
    [InlineData(RuleMode.Enforce, Outcome.Changed, 2)]
    [InlineData(RuleMode.DryRun, Outcome.Planned, 0)]
    public async Task A_due_deletion_is_scheduled_where_the_deletion_rule_enforces(RuleMode deletion, Outcome outcome, int writes)
    {
        var kms = new FakeKms([Keys.Unused()]);
        var remediation = new KeyRemediation(kms, Keys.Enforcing with { Deletion = deletion }, "run", new FixedTime(Keys.Now));

        (await remediation.DeleteAsync(Keys.Unused(), default)).Outcome.ShouldBe(outcome);

        kms.Writes.Count.ShouldBe(writes);
    }

    [Fact]
    public async Task A_dry_run_tells_of_a_key_that_waits_for_its_deletion_what_any_dry_run_tells()
    {
        var pending = Keys.Unused() with { Description = Reading.Of(Keys.Description(KeyState.PendingDeletion)), Tags = Keys.Tags((KeyTags.Run, "run")) };
        var dry = Keys.Enforcing with { Deletion = RuleMode.DryRun };

        var done = await new KeyRemediation(new FakeKms([pending]), dry, "run", new FixedTime(Keys.Now)).DeleteAsync(pending, default);

        done.Outcome.ShouldBe(Outcome.Ineligible);
        done.Reasons.ShouldBe(["pending-deletion"]);
    }

    // The answer to EnableKeyRotation is lost; the key then rotates every so many days, or not, or nobody knows.
    [Theory]
    [InlineData(true, 365, Outcome.Changed)]
    [InlineData(true, 180, Outcome.Failed)]
    [InlineData(true, null, Outcome.Failed)]
    [InlineData(false, 365, Outcome.Failed)]
    [InlineData(false, null, Outcome.Failed)]
    public async Task Of_a_rotation_whose_answer_is_lost_it_counts_how_the_key_rotates_now(bool rotates, int? days, Outcome outcome)
    {
        var kms = new FakeKms([Keys.Unrotated() with { Rotation = Reading.Of(new RotationStatus(rotates, days)) }]) { Fault = Lost };

        var done = await RotateAsync(kms);

        done.Outcome.ShouldBe(outcome);
        done.Reasons.ShouldBe(outcome == Outcome.Changed ? ["rotation-off"] : ["rotation-off", "service-error"]);
    }

    [Fact]
    public async Task A_rotation_that_fails_says_why_before_what_was_to_be_done()
    {
        var kms = new FakeKms([Keys.Unrotated()]) { Fault = (operation, key) => operation == "GetKeyRotationStatus" ? Lost("EnableKeyRotation", key) : Lost(operation, key) };

        var done = await RotateAsync(kms);

        done.Outcome.ShouldBe(Outcome.Failed);
        done.Detail.ShouldStartWith("EnableKeyRotation: Timeout: no answer; ");
        done.Detail.ShouldEndWith(Rotation.Detail);
        kms.Writes.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_mark_that_cannot_be_written_fails_the_key()
    {
        var kms = new FakeKms([Unmarked]) { Fault = (operation, key) => new(FailureKind.AccessDenied, operation, "AccessDeniedException", "not allowed") };

        var done = await new KeyRemediation(kms, Keys.Enforcing, "run", new FixedTime(Keys.Now))
            .ActAsync(KeyEvaluator.Decide(Unmarked, Keys.Enforcing, Keys.Now), default);

        done.Outcome.ShouldBe(Outcome.Failed);
        done.Reasons.ShouldBe(["not-marked", "access-denied"]);
    }

    private static Decision Rotation => KeyEvaluator.Decide(Keys.Unrotated(), Keys.Enforcing, Keys.Now);

    private static Failure? Lost(string operation, KeyArn? key) =>
        operation == "EnableKeyRotation" ? new(FailureKind.Service, operation, "Timeout", "no answer") { Retried = true } : null;

    private static Task<Decision> RotateAsync(FakeKms kms) =>
        new KeyRemediation(kms, Keys.Enforcing, "run", new FixedTime(Keys.Now)).ActAsync(Rotation, default);
}
