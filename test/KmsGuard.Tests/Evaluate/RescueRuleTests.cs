using KmsGuard.Detect;
using KmsGuard.Evaluate;
using KmsGuard.Restore;

namespace KmsGuard.Tests.Evaluate;

public sealed class RescueRuleTests
{
    private const string Developer = "arn:aws:iam::111122223333:role/Developer";

    // The mode, and the rule that the event falls under in it.
    public static TheoryData<string, RescueMode, RescueMode?> Rules
    {
        get
        {
            var rules = new TheoryData<string, RescueMode, RescueMode?>();
            foreach (var mode in Enum.GetValues<RescueMode>())
            {
                RescueMode? use = mode is RescueMode.OnUse or RescueMode.Both ? RescueMode.OnUse : null;
                RescueMode? stranger = mode is RescueMode.Unapproved or RescueMode.Both ? RescueMode.Unapproved : null;
                rules.Add("used while pending deletion", mode, use);
                rules.Add("used while pending replica deletion", mode, use);
                rules.Add("used by an operation that is not known", mode, use);
                rules.Add("used by the approved", mode, use);
                rules.Add("used while disabled", mode, null);
                rules.Add("tagged while pending deletion", mode, null);
                rules.Add("used by KmsGuard", mode, null);
                rules.Add("scheduled by a stranger", mode, stranger);
                rules.Add("scheduled by a service", mode, stranger);
                rules.Add("scheduled by the root user", mode, stranger);
                rules.Add("scheduled by a session whose own ARN is approved", mode, stranger);
                rules.Add("scheduled by the approved", mode, null);
                rules.Add("scheduled by an approved user", mode, null);
                rules.Add("scheduled by KmsGuard", mode, null);
                rules.Add("scheduled in vain", mode, null);
                rules.Add("cancelled", mode, null);
                rules.Add("cancelled by KmsGuard", mode, null);
                rules.Add("disabled", mode, null);
                rules.Add("deleted", mode, null);
            }

            return rules;
        }
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void An_event_falls_under_a_rule(string what, RescueMode mode, RescueMode? rule)
    {
        var use = Happened.Use("pending deletion") with { Name = "Decrypt" };
        var scheduled = Happened.Of(KeyEventKind.DeletionScheduled);
        var happened = what switch
        {
            "used while pending deletion" => use,
            "used while pending replica deletion" => Happened.Use("pending replica deletion"),
            "used by an operation that is not known" => use with { Name = "EncryptTwice" },
            "used by the approved" => use,
            "used while disabled" => Happened.Use("disabled"),
            "tagged while pending deletion" => use with { Name = "TagResource" },
            "used by KmsGuard" => use,
            "scheduled by a service" => scheduled with { Principal = new() { Name = "service config.amazonaws.com" } },
            "scheduled by the root user" => scheduled with { Principal = new() { Name = "ROOT", Type = "Root", Arn = "arn:aws:iam::111122223333:root" } },
            "scheduled by an approved user" => scheduled with { Principal = new() { Name = "user ann", Arn = "arn:aws:iam::111122223333:user/ann" } },
            "scheduled in vain" => Happened.Refused(KeyEventKind.DeletionScheduled),
            "cancelled" or "cancelled by KmsGuard" => Happened.Of(KeyEventKind.DeletionCancelled),
            "disabled" => Happened.Of(KeyEventKind.KeyDisabled),
            "deleted" => Happened.Of(KeyEventKind.KeyDeleted),
            _ => scheduled,
        };
        string[] approved = what switch
        {
            "scheduled by the approved" or "used by the approved" => ["arn:aws:iam::*:role/Other", "arn:aws:iam::*:role/Dev*"],
            "scheduled by a session whose own ARN is approved" => ["arn:aws:sts::111122223333:assumed-role/Developer/alice"],
            _ => ["arn:aws:iam::111122223333:role/KeyAdmin", "arn:aws:iam::*:user/ann"],
        };
        var options = new RescueOptions { Mode = mode, ApprovedPrincipals = [.. approved.Select(glob => new Glob(glob))] };

        RescueRule.Of(happened, options, what.EndsWith("by KmsGuard", StringComparison.Ordinal)).ShouldBe(rule);
    }

    public static TheoryData<KeyState, RescueStep> States()
    {
        var states = new TheoryData<KeyState, RescueStep>();
        foreach (var state in Enum.GetValues<KeyState>())
        {
            states.Add(state, state is KeyState.PendingDeletion or KeyState.PendingReplicaDeletion ? RescueStep.Rescue : RescueStep.Leave);
        }

        return states;
    }

    [Theory]
    [MemberData(nameof(States))]
    public void Only_a_key_that_is_pending_deletion_now_is_rescued(KeyState state, RescueStep step)
    {
        var decision = Decide(state);

        (decision.Step, decision.Count).ShouldBe((step, step == RescueStep.Rescue ? 1 : 0));
        decision.Reason.ShouldBe($"it is {state}");
    }

    // The event happened an hour ago: the seconds are from it to the last rescue.
    [Theory]
    [InlineData(KeyState.PendingDeletion, 1, -3600, RescueStep.Rescue, 2)]
    [InlineData(KeyState.PendingDeletion, 2, 0, RescueStep.Rescue, 3)]
    [InlineData(KeyState.PendingDeletion, 1, 1, RescueStep.Leave, 0)]
    [InlineData(KeyState.PendingDeletion, 3, -1, RescueStep.Withhold, 0)]
    [InlineData(KeyState.PendingDeletion, 9999, -1, RescueStep.Withhold, 0)]
    [InlineData(KeyState.PendingReplicaDeletion, 3, -1, RescueStep.Withhold, 0)]
    [InlineData(KeyState.PendingDeletion, 3, 1, RescueStep.Leave, 0)]
    [InlineData(KeyState.PendingDeletion, 1, 3601, RescueStep.Rescue, 2)]
    [InlineData(KeyState.PendingDeletion, 3, 3601, RescueStep.Withhold, 0)]
    [InlineData(KeyState.Disabled, 1, 1, RescueStep.DoneBefore, 0)]
    [InlineData(KeyState.Disabled, 1, 3600, RescueStep.DoneBefore, 0)]
    [InlineData(KeyState.Disabled, 1, 3601, RescueStep.Leave, 0)]
    [InlineData(KeyState.Enabled, 3, 1, RescueStep.DoneBefore, 0)]
    [InlineData(KeyState.Disabled, 3, -1, RescueStep.Leave, 0)]
    public void Earlier_rescues_count(KeyState state, int count, int seconds, RescueStep step, int next)
    {
        var hold = HoldTag.Write(RescueHold.By(count), "unapproved ScheduleKeyDeletion by arn:aws:iam::111122223333:role/x", Keys.Now.AddHours(-1).AddSeconds(seconds)).Value;

        var decision = Decide(state, hold);

        (decision.Step, decision.Count).ShouldBe((step, next));
    }

    [Theory]
    [InlineData("2026-11-22T02:30:00Z by arn:aws:iam::111122223333:user/ann: needed")]
    [InlineData("kmsguard rescue 3")]
    [InlineData("2026-11-22T02:30:00Z by kmsguard rescue 33333: x")]
    [InlineData("2026-99-22T02:30:00Z by kmsguard rescue 3: x")]
    [InlineData("2026-11-22T02:30:00Z by kmsguard rescue -3: x")]
    [InlineData("")]
    public void A_hold_that_no_rescue_has_written_counts_for_none(string hold) => Decide(KeyState.PendingDeletion, hold).Count.ShouldBe(1);

    [Fact]
    public void An_event_without_a_time_is_as_good_as_new()
    {
        var hold = HoldTag.Write(RescueHold.By(1), "x", Keys.Now).Value;

        RescueRule.Decide(Happened.Of(KeyEventKind.DeletionScheduled) with { At = null }, Key(KeyState.PendingDeletion, hold), Keys.Now).Count.ShouldBe(2);
    }

    [Fact]
    public void What_cannot_be_read_or_counted_is_not_rescued()
    {
        var key = Key(KeyState.PendingDeletion, null);
        var happened = Happened.Of(KeyEventKind.DeletionScheduled);
        var tags = Keys.Unread<IReadOnlyDictionary<string, string>>(FailureKind.AccessDenied);

        RescueRule.Decide(happened, key with { Description = Keys.Unread<KeyDescription>(FailureKind.Throttled) }, Keys.Now).Step.ShouldBe(RescueStep.Unread);
        RescueRule.Decide(happened, key with { Tags = tags }, Keys.Now).Step.ShouldBe(RescueStep.Unread);
        RescueRule.Decide(happened, Key(KeyState.Disabled, null) with { Tags = tags }, Keys.Now).Step.ShouldBe(RescueStep.Leave);
    }

    [Fact]
    public void A_role_that_the_event_does_not_name_is_approved_by_nothing()
    {
        var happened = Happened.Of(KeyEventKind.DeletionScheduled) with { Principal = Happened.Developer with { RoleArn = null } };

        RescueRule.Of(happened, new() { Mode = RescueMode.Unapproved, ApprovedPrincipals = [new(Developer)] }, false).ShouldBe(RescueMode.Unapproved);
    }

    private static RescueDecision Decide(KeyState state, string? hold = null) =>
        RescueRule.Decide(Happened.Of(KeyEventKind.DeletionScheduled), Key(state, hold), Keys.Now);

    private static KeySnapshot Key(KeyState state, string? hold) => new(Keys.Arn)
    {
        Description = Reading.Of(Keys.Description(state)),
        Tags = hold is null ? Keys.Tags() : Keys.Tags((KeyTags.Hold, hold)),
    };
}
