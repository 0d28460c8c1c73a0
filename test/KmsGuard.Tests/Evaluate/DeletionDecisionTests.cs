using KmsGuard.Detect;
using KmsGuard.Evaluate;
using KmsGuard.Remediate;

namespace KmsGuard.Tests.Evaluate;

/// <summary>What a decision on a disabled key carries besides its outcome, and what is read for it.</summary>
public sealed class DeletionDecisionTests
{
    private static readonly SweepOptions Options = Keys.Enforcing with { WindowDays = 7, ExemptAliases = [Glob.ForAlias("prod*")] };

    [Fact]
    public void A_due_deletion_carries_the_window_the_rule_the_state_and_the_proof()
    {
        var decision = Decide(Keys.Unused());

        decision.Action.ShouldBe(new KeyAction.ScheduleKeyDeletion(7));
        (decision.Arn, decision.Rule, decision.State, decision.DisabledSince)
            .ShouldBe((Keys.Arn, "deletion", KeyState.Disabled, Keys.Now.AddDays(-100)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("yesterday")]
    public void A_mark_replaces_what_was_there_and_remembers_it(string? before)
    {
        var decision = Decide(Keys.Unused() with { Tags = before is null ? Keys.Tags(("env", "dev")) : Keys.Tags((KeyTags.DisabledSince, before)) });

        decision.Action.ShouldBe(new KeyAction.TagResource(KeyTags.DisabledSince, "2026-11-22T03:00:00Z", before));
        decision.DisabledSince.ShouldBeNull();
    }

    [Fact]
    public void An_exempt_key_without_a_mark_gets_none() =>
        Decide(Keys.Unused() with { Tags = Keys.Tags(), Aliases = Keys.Aliases("alias/prod") }).Action.ShouldBeNull();

    [Fact]
    public void An_exempt_key_on_hold_says_both_and_nothing_of_its_grants()
    {
        var decision = Decide(Keys.Unused() with
        {
            Tags = Keys.Tags((KeyTags.Exempt, "x"), (KeyTags.Hold, "h")),
            Grants = Reading.Of<IReadOnlyList<KeyGrant>>([new("g", "somebody")]),
        });

        decision.Reasons.ShouldBe([Reason.ExemptTag, Reason.HoldTag]);
        decision.Detail.ShouldBe("kmsguard:exempt=x; kmsguard:hold=h");
    }

    [Fact]
    public void Several_checks_that_were_not_made_are_all_named() =>
        Decide(Keys.Unused() with { LastUsage = null, Grants = null }).Detail.ShouldBe("not asked: idle for long enough, no grants");

    [Fact]
    public void What_a_check_passed_on_is_told() => Decide(Keys.Unused() with
    {
        Aliases = Keys.Aliases("alias/b", "alias/a"),
        Tags = Keys.Tags((KeyTags.Exempt, "false"), (KeyTags.DisabledSince, "2026-08-14")),
    }).Detail.ShouldStartWith("no exempt alias: alias/a, alias/b; no tag kmsguard:exempt: kmsguard:exempt=false; no tag kmsguard:hold; disabled");

    [Fact]
    public void A_tag_is_quoted_short() => Decide(Keys.Unused() with { Tags = Keys.Tags((KeyTags.Hold, new string('x', 256))) })
        .Detail.ShouldStartWith($"kmsguard:hold={new string('x', 63)}...; ");

    [Theory]
    [InlineData(MultiRegionKind.None)]
    [InlineData(MultiRegionKind.Primary)]
    [InlineData(MultiRegionKind.Replica)]
    public void The_checks_have_their_names_in_their_order_however_they_come_out(MultiRegionKind kind)
    {
        var description = Keys.Description(KeyState.Disabled) with { MultiRegion = kind, Replicas = [Keys.Arn.In("us-west-2")] };
        foreach (var grants in (IReadOnlyList<KeyGrant>?[])[null, [], [new("g", "somebody")]])
        {
            var key = Keys.Unused() with { Grants = grants is null ? null : Reading.Of(grants) };

            DeletionRule.Checks(key, description, Options, Keys.Now).Select(check => check.Name).ShouldBe(
            [
                "no exempt alias", "no tag kmsguard:exempt", "no tag kmsguard:hold", "disabled for long enough", "idle for long enough", "no grants", "no replicas",
            ]);
        }
    }

    // A fact that is known already is not asked again.
    [Theory]
    [InlineData("nothing", KeyRead.Tags)]
    [InlineData("tags", KeyRead.Grants)]
    [InlineData("tags, grants", KeyRead.LastUsage)]
    [InlineData("tags, grants, last use", null)]
    [InlineData("grants, last use", KeyRead.Tags)]
    [InlineData("tags, last use", KeyRead.Grants)]
    public void Facts_are_read_from_the_cheapest_to_the_dearest(string known, KeyRead? next)
    {
        var full = Keys.Unused();
        var key = full with
        {
            Tags = known.Contains("tags", StringComparison.Ordinal) ? full.Tags : null,
            Grants = known.Contains("grants", StringComparison.Ordinal) ? full.Grants : null,
            LastUsage = known.Contains("last use", StringComparison.Ordinal) ? full.LastUsage : null,
        };

        KeyEvaluator.NextRead(key, Options, Keys.Now).ShouldBe(next);
        KeyEvaluator.NextRead(key, Options with { Deletion = RuleMode.DryRun }, Keys.Now).ShouldBe(next);
        KeyEvaluator.NextRead(key, Options with { Deletion = RuleMode.Off }, Keys.Now).ShouldBeNull();
    }

    [Fact]
    public void A_fact_that_could_not_be_read_is_not_read_again_and_spares_the_dearest() => KeyEvaluator.NextRead(
        Keys.Unused() with { Grants = Keys.Unread<IReadOnlyList<KeyGrant>>(FailureKind.Throttled), LastUsage = null }, Options, Keys.Now).ShouldBeNull();

    private static Decision Decide(KeySnapshot key) => KeyEvaluator.Decide(key, Options, Keys.Now);
}
