using KmsGuard.Detect;
using KmsGuard.Evaluate;
using KmsGuard.Remediate;

namespace KmsGuard.Tests.Evaluate;

public sealed class RotationRuleTests
{
    [Theory]
    [InlineData(false, null, 365, Outcome.Planned, "rotation-off", 365)]
    [InlineData(false, null, 90, Outcome.Planned, "rotation-off", 90)]
    [InlineData(true, 365, 365, Outcome.Compliant, "rotates", null)]
    [InlineData(true, 366, 365, Outcome.Planned, "rotation-period-too-long", 365)]
    [InlineData(true, 2560, 90, Outcome.Planned, "rotation-period-too-long", 90)]
    [InlineData(true, 90, 365, Outcome.Compliant, "rotates", null)]
    [InlineData(true, null, 90, Outcome.Compliant, "rotates", null)]
    public void A_period_is_set_or_shortened_and_never_lengthened(
        bool on, int? period, int asked, Outcome outcome, string reason, int? set)
    {
        var key = Keys.Unrotated() with { Rotation = Reading.Of(new RotationStatus(on, period)) };

        var decision = KeyEvaluator.Decide(key, Keys.Enforcing with { RotationPeriodDays = asked }, Keys.Now);

        decision.Outcome.ShouldBe(outcome);
        decision.Reasons.ShouldBe([reason]);
        (decision.Action as KeyAction.EnableKeyRotation)?.PeriodDays.ShouldBe(set!.Value);
        (decision.Action is null).ShouldBe(set is null);
    }

    [Theory]
    [InlineData("kmsguard:exempt", "true", "exempt-tag")]
    [InlineData("kmsguard:exempt", "", "exempt-tag")]
    [InlineData("kmsguard:exempt", "because", "exempt-tag")]
    public void An_exempt_key_is_left_without_rotation(string tag, string value, string reason)
    {
        var decision = KeyEvaluator.Decide(Keys.Unrotated() with { Tags = Keys.Tags((tag, value)) }, Keys.Enforcing, Keys.Now);

        decision.Outcome.ShouldBe(Outcome.Exempt);
        decision.Reasons.ShouldBe([reason]);
        decision.Action.ShouldBeNull();
    }

    [Fact]
    public void A_tag_that_says_false_exempts_nothing() => KeyEvaluator
        .Decide(Keys.Unrotated() with { Tags = Keys.Tags(("kmsguard:exempt", "False")) }, Keys.Enforcing, Keys.Now)
        .Outcome.ShouldBe(Outcome.Planned);

    [Fact]
    public void Tags_are_asked_for_only_where_something_is_about_to_change()
    {
        var untagged = Keys.Unrotated() with { Tags = null };

        KeyEvaluator.NextRead(untagged, Keys.Enforcing, Keys.Now).ShouldBe(KeyRead.Tags);
        KeyEvaluator.NextRead(untagged with { Rotation = Reading.Of(new RotationStatus(true, 365)) }, Keys.Enforcing, Keys.Now).ShouldBeNull();
    }

    [Theory]
    [InlineData(FailureKind.AccessDenied, "access-denied")]
    [InlineData(FailureKind.Throttled, "throttled")]
    [InlineData(FailureKind.Service, "service-error")]
    [InlineData(FailureKind.NotFound, "state-changed")]
    public void A_status_that_cannot_be_read_is_unreadable_for_its_reason(FailureKind kind, string reason)
    {
        var decision = KeyEvaluator.Decide(
            Keys.Unrotated() with { Rotation = Keys.Unread<RotationStatus>(kind) }, Keys.Enforcing, Keys.Now);

        decision.Outcome.ShouldBe(Outcome.Unreadable);
        decision.Reasons.ShouldBe([reason]);
    }

    [Fact]
    public void Tags_that_cannot_be_read_keep_a_key_from_being_changed()
    {
        var key = Keys.Unrotated() with { Tags = Keys.Unread<IReadOnlyDictionary<string, string>>(FailureKind.AccessDenied) };

        var decision = KeyEvaluator.Decide(key, Keys.Enforcing, Keys.Now);

        decision.Outcome.ShouldBe(Outcome.Unreadable);
        decision.Reasons.ShouldBe(["access-denied", "rotation-off"]);
        decision.Action.ShouldBeNull();
    }

    [Fact]
    public void A_rule_that_is_off_leaves_the_state_as_the_reason()
    {
        var decision = KeyEvaluator.Decide(Keys.Unrotated(), Keys.Enforcing with { Rotation = RuleMode.Off }, Keys.Now);

        decision.Outcome.ShouldBe(Outcome.Ineligible);
        decision.Reasons.ShouldBe(["enabled"]);
    }
}
