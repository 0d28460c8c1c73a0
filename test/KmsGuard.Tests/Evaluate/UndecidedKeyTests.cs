using KmsGuard.Detect;
using KmsGuard.Evaluate;

namespace KmsGuard.Tests.Evaluate;

/// <summary>Keys that no rule applies to: those that were not read, are AWS's, or wait for their deletion.</summary>
public sealed class UndecidedKeyTests
{
    [Theory]
    [InlineData(FailureKind.NotFound, Outcome.Ineligible, "state-changed")]
    [InlineData(FailureKind.InvalidState, Outcome.Unreadable, "state-changed")]
    [InlineData(FailureKind.AccessDenied, Outcome.Unreadable, "access-denied")]
    [InlineData(FailureKind.Credentials, Outcome.Unreadable, "access-denied")]
    [InlineData(FailureKind.UnknownCredentials, Outcome.Unreadable, "access-denied")]
    [InlineData(FailureKind.Throttled, Outcome.Unreadable, "throttled")]
    [InlineData(FailureKind.OutOfTime, Outcome.Unreadable, "out-of-time")]
    [InlineData(FailureKind.Service, Outcome.Unreadable, "service-error")]
    public void A_key_that_could_not_be_read_says_why(FailureKind kind, Outcome outcome, string reason)
    {
        var decision = Decide(Keys.Unused() with { Description = Keys.Unread<KeyDescription>(kind) });

        (decision.Outcome, decision.State, decision.Rule, decision.Detail).ShouldBe((outcome, null, null, $"Some: {kind}Exception: it did not work"));
        decision.Reasons.ShouldBe([reason]);
        decision.IsOutOfTime.ShouldBe(kind == FailureKind.OutOfTime);
    }

    [Fact]
    public void A_failure_is_quoted_short() => Decide(Keys.Unused() with
    {
        Description = Reading.Failed<KeyDescription>(new(FailureKind.Service, "DescribeKey", "Internal", new string('x', 900))),
    }).Detail.Length.ShouldBe(400);

    [Fact]
    public void A_key_that_was_not_read_says_so_and_is_read_first()
    {
        var key = new KeySnapshot(Keys.Arn);

        KeyEvaluator.NextRead(key, Keys.Enforcing, Keys.Now).ShouldBe(KeyRead.Description);
        var decision = Decide(key);
        (decision.Outcome, decision.Detail).ShouldBe((Outcome.Unreadable, "not read"));
        decision.Reasons.ShouldBe([Reason.ServiceError]);
        decision.Aliases.ShouldBeEmpty();
        decision.Arn.ShouldBe(Keys.Arn);
    }

    [Fact]
    public void A_decision_begins_without_aliases_and_without_words()
    {
        var decision = new Decision { Arn = Keys.Arn, Outcome = Outcome.AwsManaged, Reasons = [] };

        (decision.Aliases.Count, decision.Detail).ShouldBe((0, ""));
    }

    [Theory]
    [InlineData("alias/aws/s3", true)]
    [InlineData("alias/AWS/s3", false)]
    [InlineData("alias/my/alias/aws/s3", false)]
    public void An_alias_that_only_AWS_can_make_is_enough_to_know_its_key(string alias, bool aws)
    {
        var key = new KeySnapshot(Keys.Arn) { Aliases = Keys.Aliases(alias) };

        KeyEvaluator.NextRead(key, Keys.Enforcing, Keys.Now).ShouldBe(aws ? null : KeyRead.Description);
        (Decide(key).Outcome == Outcome.AwsManaged).ShouldBe(aws);
        (Decide(key).Reasons.Count == 0).ShouldBe(aws);
    }

    [Theory]
    [InlineData(KeyManager.Aws, KeyState.Enabled)]
    [InlineData(KeyManager.Unknown, KeyState.Enabled)]
    [InlineData(KeyManager.Aws, KeyState.Disabled)]
    [InlineData(KeyManager.Unknown, KeyState.Disabled)]
    [InlineData(KeyManager.Customer, KeyState.PendingDeletion)]
    [InlineData(KeyManager.Customer, KeyState.PendingImport)]
    public void Of_a_key_that_no_rule_applies_to_nothing_more_is_read(KeyManager manager, KeyState state) => KeyEvaluator.NextRead(
        new KeySnapshot(Keys.Arn) { Description = Reading.Of(Keys.Description(state) with { Manager = manager }) }, Keys.Enforcing, Keys.Now).ShouldBeNull();

    [Fact]
    public void A_deletion_that_others_scheduled_is_counted_down()
    {
        var due = Keys.Now.AddDays(6).AddSeconds(1);

        var decision = Decide(Pending(due));

        (decision.Outcome, decision.DeletionDate, decision.State).ShouldBe((Outcome.Ineligible, due, KeyState.PendingDeletion));
        decision.Reasons.ShouldBe(["pending-deletion"]);
        decision.Detail.ShouldBe("deleted on 2026-11-28T03:00:01Z, 7 days left");
        Decide(Pending(null)).Detail.ShouldBe("KMS does not tell when it is deleted");
        Decide(Pending(null) with { Description = Reading.Of(Keys.Description(KeyState.Creating)) }).Detail.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(86400, 1)]
    [InlineData(86401, 2)]
    [InlineData(-86401, 0)]
    public void Of_the_days_left_begun_ones_count(int seconds, int days) => Decision.DaysLeft(Keys.Now.AddSeconds(seconds), Keys.Now).ShouldBe(days);

    [Theory]
    [InlineData(RuleMode.Off, false)]
    [InlineData(RuleMode.DryRun, true)]
    [InlineData(RuleMode.Enforce, true)]
    public void A_rule_decides_where_it_is_not_off(RuleMode mode, bool decides)
    {
        KeyEvaluator.Decide(Keys.Unused(), new() { Deletion = mode }, Keys.Now).ShouldSatisfyAllConditions(
            decision => decision.Rule.ShouldBe(decides ? Decision.DeletionRule : null),
            decision => decision.Reasons.ShouldBe(decides ? [] : ["disabled"]));
        KeyEvaluator.Decide(Keys.Unrotated(), new() { Rotation = mode }, Keys.Now).Rule.ShouldBe(decides ? Decision.RotationRule : null);
    }

    private static KeySnapshot Pending(DateTimeOffset? due) => Keys.Unused() with
    {
        Description = Reading.Of(Keys.Description(KeyState.PendingDeletion) with { DeletionDate = due }),
    };

    private static Decision Decide(KeySnapshot key) => KeyEvaluator.Decide(key, Keys.Enforcing, Keys.Now);
}
