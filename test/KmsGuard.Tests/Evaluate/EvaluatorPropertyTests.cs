using FsCheck;
using FsCheck.Fluent;
using KmsGuard.Detect;
using KmsGuard.Evaluate;
using KmsGuard.Tests.Remediate;

using Check = FsCheck.Check;
using Outcome = KmsGuard.Evaluate.Outcome;

namespace KmsGuard.Tests.Evaluate;

/// <summary>What must hold of every decision, whatever the key is and whatever could not be read of it.</summary>
public sealed class EvaluatorPropertyTests
{
    [Fact]
    public void A_key_goes_only_when_every_check_was_made_and_passed()
    {
        var (due, held) = (0, 0);
        ForEveryKey((_, key, options) =>
        {
            var decision = KeyEvaluator.Decide(key, options, Keys.Now);
            if (key.Description?.Value is { Manager: KeyManager.Customer, State: KeyState.Disabled } description)
            {
                var passed = DeletionRule.Checks(key, description, options, Keys.Now).All(check => check.Result == CheckResult.Passed);
                decision.IsDueDeletion.ShouldBe(passed);
                (due, held) = (due + (passed ? 1 : 0), held + (passed ? 0 : 1));
            }
            else
            {
                decision.IsDueDeletion.ShouldBeFalse();
            }
        });
        Math.Min(due, held).ShouldBeGreaterThan(20);
    }

    [Fact]
    public void Every_check_that_fails_is_a_reason_and_its_evidence_is_told() => ForEveryKey((_, key, options) =>
    {
        var decision = KeyEvaluator.Decide(key, options, Keys.Now);
        if (decision is { Rule: Decision.DeletionRule, Outcome: Outcome.Held or Outcome.Unreadable, Reasons: not [Reason.ServiceError] })
        {
            var holding = DeletionRule.Checks(key, key.Description!.Value!, options, Keys.Now).Where(check => check.Reason is not null).ToList();
            decision.Reasons.ShouldBe(holding.Select(check => check.Reason!).Distinct());
            holding.ShouldAllBe(check => decision.Detail.Contains(check.Evidence));
        }
    });

    [Fact]
    public void Asking_for_more_days_never_lets_a_held_key_go() => ForEveryKey((random, key, options) =>
    {
        var stricter = options with
        {
            DisabledDays = options.DisabledDays + random.Next(0, 100),
            IdleDays = options.IdleDays + random.Next(0, 100),
        };
        if (Due(key, stricter))
        {
            Due(key, options).ShouldBeTrue();
        }
    });

    [Fact]
    public void A_fact_that_cannot_be_read_never_lets_a_key_go() => ForEveryKey((random, key, options) =>
    {
        if (Due(RandomKeys.Unread(random, key, 0.3), options))
        {
            Due(key, options).ShouldBeTrue();
        }
    });

    [Fact]
    public void The_order_of_facts_does_not_count_and_the_same_facts_give_the_same_decision() => ForEveryKey((random, key, options) =>
    {
        var decision = Text(KeyEvaluator.Decide(key, options, Keys.Now));

        Text(KeyEvaluator.Decide(key, options, Keys.Now)).ShouldBe(decision);
        Text(KeyEvaluator.Decide(RandomKeys.Shuffled(random, key), options, Keys.Now)).ShouldBe(decision);
    });

    [Fact]
    public void A_decision_needs_five_reads_at_most_and_the_dear_one_only_while_nothing_cheaper_holds_the_key() => ForEveryKey((_, key, options) =>
    {
        var known = new KeySnapshot(key.Arn) { Aliases = key.Aliases };
        List<KeyRead> reads = [];
        while (KeyEvaluator.NextRead(known, options, Keys.Now) is { } read)
        {
            if (read == KeyRead.LastUsage)
            {
                DeletionRule.Checks(known, known.Description!.Value!, options, Keys.Now)
                    .Where(check => check.Result != CheckResult.Passed)
                    .ShouldHaveSingleItem().Result.ShouldBe(CheckResult.NotAsked);
            }

            reads.Add(read);
            reads.Count.ShouldBeLessThanOrEqualTo(5);
            known = Copy(read, key, known);
        }

        reads.ShouldBeUnique();
        var decision = KeyEvaluator.Decide(known, options, Keys.Now);
        decision.Detail.ShouldNotContain("not asked");
        // What was left unread could have held the key, but not let it go.
        decision.IsDueDeletion.ShouldBe(Due(key, options));
    });

    [Fact]
    public void A_key_known_by_its_alias_to_be_managed_by_AWS_costs_no_read() => ForEveryKey((_, key, options) =>
    {
        var known = new KeySnapshot(key.Arn) { Aliases = Keys.Aliases("alias/other", "alias/aws/s3") };

        KeyEvaluator.NextRead(known, options, Keys.Now).ShouldBeNull();
        KeyEvaluator.Decide(known, options, Keys.Now).Outcome.ShouldBe(Outcome.AwsManaged);
    });

    private static void ForEveryKey(Action<Random, KeySnapshot, SweepOptions> property) =>
        Check.One(Config.QuickThrowOnFailure, Prop.ForAll<int>(seed =>
        {
            var random = new Random(seed);
            var options = RandomKeys.Options(random);
            foreach (var key in RandomKeys.Region(random))
            {
                property(random, random.Next(2) == 0 ? key : RandomKeys.Unread(random, key, 0.1), options);
            }
        }));

    private static bool Due(KeySnapshot key, SweepOptions options) => KeyEvaluator.Decide(key, options, Keys.Now).IsDueDeletion;

    // Records compare lists by reference.
    private static string Text(Decision decision) => $"{decision with { Reasons = [] }} {string.Join(", ", decision.Reasons)}";

    private static KeySnapshot Copy(KeyRead read, KeySnapshot from, KeySnapshot to) => read switch
    {
        KeyRead.Description => to with { Description = from.Description },
        KeyRead.Rotation => to with { Rotation = from.Rotation },
        KeyRead.Tags => to with { Tags = from.Tags },
        KeyRead.Grants => to with { Grants = from.Grants },
        _ => to with { LastUsage = from.LastUsage },
    };
}
