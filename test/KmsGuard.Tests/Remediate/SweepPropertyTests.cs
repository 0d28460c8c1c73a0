using FsCheck;
using FsCheck.Fluent;
using KmsGuard.Detect;
using KmsGuard.Evaluate;
using KmsGuard.Remediate;
using Check = FsCheck.Check;

namespace KmsGuard.Tests.Remediate;

/// <summary>What must hold of every sweep, whatever the keys are and whatever fails.</summary>
public sealed class SweepPropertyTests
{
    [Fact]
    public void Every_key_listed_gets_exactly_one_outcome() => ForEverySeed(random =>
    {
        var kms = new FakeKms(RandomKeys.Region(random)) { Fault = RandomKeys.Faults(random, 0.05) };
        var result = Sweep(kms, RandomKeys.Options(random));
        result.Keys.Select(decision => decision.Arn).ShouldBeUnique();
        result.Keys.Count.ShouldBe(result.Listed);
        if (result.Failure is null)
        {
            result.Keys.Select(decision => decision.Arn).ShouldBe(kms.Keys.Select(key => key.Arn.ToString()), ignoreOrder: true);
        }
    });

    [Fact]
    public void A_key_is_scheduled_only_when_everything_that_counts_is_true_of_it() => ForEverySeed(random =>
    {
        var before = RandomKeys.Region(random).ToDictionary(key => key.Arn);
        var options = RandomKeys.Options(random);
        var kms = new FakeKms(before.Values) { Fault = RandomKeys.Faults(random, 0.05) };
        Sweep(kms, options);
        foreach (var arn in Scheduled(kms))
        {
            var key = before[arn];
            var description = key.Description!.Value!;
            var tags = key.Tags!.Value!;
            description.State.ShouldBe(KeyState.Disabled);
            description.Manager.ShouldBe(KeyManager.Customer);
            description.Replicas.ShouldBeEmpty();
            key.Aliases!.Value!.ShouldAllBe(alias => !alias.StartsWith("alias/prod-"));
            tags.GetValueOrDefault(KeyTags.Exempt, "false").ShouldBe("false");
            tags.ContainsKey(KeyTags.Hold).ShouldBeFalse();
            key.Grants!.Value!.ShouldBeEmpty();
            if (options.DisabledDays > 0)
            {
                DateTimeOffset.Parse(tags[KeyTags.DisabledSince], System.Globalization.CultureInfo.InvariantCulture)
                    .ShouldBeLessThanOrEqualTo(Keys.Now.AddDays(-options.DisabledDays));
            }

            if (options.IdleDays > 0)
            {
                var usage = key.LastUsage!.Value!;
                (usage.UsedAt ?? usage.TrackingStart).ShouldNotBeNull().ShouldBeLessThanOrEqualTo(Keys.Now.AddDays(-options.IdleDays));
            }
        }
    });

    [Fact]
    public void A_key_is_tagged_with_its_run_before_it_is_scheduled() => ForEverySeed(random =>
    {
        var kms = new FakeKms(RandomKeys.Region(random)) { Fault = RandomKeys.Faults(random, 0.2) };
        Sweep(kms, RandomKeys.Options(random));
        var writes = kms.Writes.ToList();
        foreach (var arn in Scheduled(kms))
        {
            var tagged = writes.FindIndex(write => write.Key == arn && write.Action is KeyAction.TagResource { Name: KeyTags.Run, Value: "run" });
            var scheduled = writes.FindIndex(write => write.Key == arn && write.Action is KeyAction.ScheduleKeyDeletion);
            tagged.ShouldBeInRange(0, scheduled - 1);
        }

        writes.ShouldAllBe(write => !(write.Action is KeyAction.UntagResource));
    });

    // Without the breaker: it is meant to let fewer keys go when more are due.
    [Fact]
    public void Asking_for_more_days_never_schedules_more_keys() => ForEverySeed(random =>
    {
        var keys = RandomKeys.Region(random);
        var options = RandomKeys.Options(random);
        var stricter = options with
        {
            DisabledDays = options.DisabledDays + random.Next(0, 100),
            IdleDays = options.IdleDays + random.Next(0, 100),
        };
        Scheduled(Swept(keys, stricter)).Except(Scheduled(Swept(keys, options))).ShouldBeEmpty();
    });

    [Fact]
    public void A_dry_run_writes_nothing_and_plans_what_enforcing_then_does() => ForEverySeed(random =>
    {
        var keys = RandomKeys.Region(random);
        var options = RandomKeys.Options(random) with { MaxDeletions = random.Next(0, 12) };
        var dry = new FakeKms(keys);
        var planned = Sweep(dry, options with { Rotation = RuleMode.DryRun, Deletion = RuleMode.DryRun });
        var wet = new FakeKms(keys);
        Sweep(wet, options);

        dry.Writes.ShouldBeEmpty();
        planned.Keys.Where(decision => decision.Action is not null).Select(decision => (decision.Arn, decision.Action!))
            .ShouldBe(wet.Writes.Where(write => write.Action is not KeyAction.TagResource { Name: KeyTags.Run }).Select(write => (write.Key.ToString(), write.Action.Operation)), ignoreOrder: true);
    });

    [Fact]
    public void A_second_sweep_changes_nothing_more() => ForEverySeed(random =>
    {
        var kms = new FakeKms(RandomKeys.Region(random));
        var options = RandomKeys.Options(random);
        Sweep(kms, options);
        var writes = kms.Writes.Count;
        Sweep(kms, options);
        kms.Writes.Count.ShouldBe(writes);
    });

    [Fact]
    public void More_deletions_than_allowed_schedule_none() => ForEverySeed(random =>
    {
        var keys = RandomKeys.Region(random);
        var options = RandomKeys.Options(random);
        var due = Scheduled(Swept(keys, options)).Count;
        if (due > 0)
        {
            Scheduled(Swept(keys, options with { MaxDeletions = due - 1 })).ShouldBeEmpty();
            Scheduled(Swept(keys, options with { MaxDeletions = due })).Count.ShouldBe(due);
        }
    });

    [Fact]
    public void Whatever_fails_and_however_time_is_cut_no_more_keys_are_scheduled_than_allowed_and_none_before_all_are_listed() => ForEverySeed(random =>
    {
        var keys = RandomKeys.Region(random);
        // Deletions are all that is written.
        var options = RandomKeys.Options(random) with { Rotation = RuleMode.DryRun, DisabledDays = 0 };
        options = options with { MaxDeletions = random.Next(0, Scheduled(Swept(keys, options)).Count + 3) };
        var (early, pauses) = (0, new Random(random.Next()));
        var kms = new FakeKms(keys)
        {
            Fault = RandomKeys.Faults(random, 0.05),
            Pause = (_, _) => RandomKeys.PauseOrNot(pauses),
            BeforeWrite = self => Interlocked.Add(ref early, self.Listed ? 0 : 1),
        };
        Sweep(kms, options);

        early.ShouldBe(0);
        Scheduled(kms).Count.ShouldBeLessThanOrEqualTo(options.MaxDeletions);
    });

    [Fact]
    public void Aliases_that_come_late_change_neither_the_ledger_nor_what_is_done() => ForEverySeed(random =>
    {
        var keys = RandomKeys.Region(random);
        var options = RandomKeys.Options(random) with { ExemptAliases = [] };
        var known = new FakeKms(keys);
        var (left, named) = (random.Next(1, keys.Count), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        var late = new FakeKms(keys)
        {
            Pause = (operation, key) =>
            {
                if (operation == "DescribeKey" && Interlocked.Decrement(ref left) == 0)
                {
                    named.SetResult();
                }

                return operation == "ListAliases" && key is null ? named.Task : Task.CompletedTask;
            },
        };

        Ledger(Sweep(late, options)).ShouldBe(Ledger(Sweep(known, options)));
        late.Writes.Select(write => $"{write}").Order().ShouldBe(known.Writes.Select(write => $"{write}").Order());
    });

    private static IEnumerable<string> Ledger(RegionResult result) => result.Keys.Select(key =>
        $"{key.Arn} {key.State} {key.Outcome} {key.Rule} {key.Action} {string.Join(' ', key.Reasons)} {key.Detail} {string.Join(' ', key.Aliases ?? [])}");

    private static void ForEverySeed(Action<Random> property) =>
        Check.One(Config.QuickThrowOnFailure, Prop.ForAll<int>(seed => property(new Random(seed))));

    private static FakeKms Swept(IReadOnlyList<KeySnapshot> keys, SweepOptions options)
    {
        var kms = new FakeKms(keys);
        Sweep(kms, options);
        return kms;
    }

    // In as many slices as it takes: time that runs out is among the faults.
    private static RegionResult Sweep(FakeKms kms, SweepOptions options)
    {
        RegionResult? all = null;
        for (var next = SweepCursor.Start("run", null, "eu-west-1", options); next is not null; next = all.Next)
        {
            var slice = new RegionSweep(kms, options, new("run"), new FixedTime(Keys.Now)).RunAsync(next, default).GetAwaiter().GetResult();
            all = slice with { Listed = slice.Listed + (all?.Listed ?? 0), Keys = [.. all?.Keys ?? [], .. slice.Keys] };
        }

        return all!;
    }

    private static HashSet<KeyArn> Scheduled(FakeKms kms) =>
        [.. kms.Writes.Where(write => write.Action is KeyAction.ScheduleKeyDeletion).Select(write => write.Key)];
}
