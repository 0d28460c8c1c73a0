using KmsGuard.Detect;
using KmsGuard.Evaluate;
using KmsGuard.Remediate;

namespace KmsGuard.Tests.Remediate;

/// <summary>What is planned is done only while the decision is the same: the same thing, by the same rule, for the same reasons.</summary>
public sealed class PlannedKeyTests
{
    private static readonly Decision Due = new()
    {
        Arn = Keys.Arn,
        Outcome = Outcome.Planned,
        Rule = Decision.DeletionRule,
        Action = new KeyAction.ScheduleKeyDeletion(30),
        Reasons = ["one", "two"],
        Detail = "idle for 90 days",
    };

    public static TheoryData<Decision, bool> Decisions => new()
    {
        { Due, true },
        { Due with { Detail = "idle for 91 days" }, true },
        { Due with { Action = new KeyAction.ScheduleKeyDeletion(7) }, true },
        { Due with { Rule = Decision.RotationRule }, false },
        { Due with { Rule = null }, false },
        { Due with { Action = new KeyAction.TagResource(KeyTags.DisabledSince, "2026-11-22T03:00:00Z") }, false },
        { Due with { Action = null }, false },
        { Due with { Reasons = ["one"] }, false },
        { Due with { Reasons = ["one", "two", "three"] }, false },
        { Due with { Reasons = [] }, false },
        { Due with { Rule = Decision.RotationRule, Action = new KeyAction.EnableKeyRotation(365) }, false },
    };

    [Theory]
    [MemberData(nameof(Decisions))]
    public void The_evidence_may_have_moved_on_and_nothing_else(Decision decision, bool still) =>
        new PlannedKey(Keys.Arn, [], KeyState.Disabled, Decision.DeletionRule, new("ScheduleKeyDeletion") { WindowDays = 30 }, ["one", "two"], "idle for 90 days")
            .IsStill(decision).ShouldBe(still);
}
