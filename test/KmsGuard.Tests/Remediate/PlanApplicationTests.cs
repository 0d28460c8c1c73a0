using KmsGuard.Detect;
using KmsGuard.Evaluate;
using KmsGuard.Remediate;
using KmsGuard.Report;

namespace KmsGuard.Tests.Remediate;

public sealed class PlanApplicationTests
{
    [Fact]
    public void Applied_at_once_a_plan_does_what_an_enforcing_sweep_does() => Plans.ForEverySeed(random =>
    {
        var keys = RandomKeys.Region(random);
        var options = RandomKeys.Options(random) with { MaxDeletions = random.Next(0, 12) };
        var (applied, swept) = (new FakeKms(keys), new FakeKms(keys));

        var report = Plans.Of(applied, options).Apply(applied);
        new Sweep(new One(swept), new FixedTime(Keys.Now)).RunAsync(new([], ["eu-west-1"]), options, default, default).GetAwaiter().GetResult();

        Written(applied).ShouldBe(Written(swept), ignoreOrder: true);
        report.Keys.ShouldAllBe(key => key.Outcome == Outcome.Changed || key.Action == nameof(KeyAction.TagResource));
    });

    [Fact]
    public void Whatever_has_changed_since_only_what_is_planned_and_still_due_is_done() => Plans.ForEverySeed(random =>
    {
        var before = RandomKeys.Region(random);
        var options = RandomKeys.Options(random);
        var plan = Plans.Of(new(before), options);
        // Some keys have become what others are.
        var after = before.Select(key => random.Next(2) == 0 ? key : before[random.Next(before.Count)] with { Arn = key.Arn }).ToList();
        var (applied, swept) = (new FakeKms(after), new FakeKms(after));

        var report = plan.Apply(applied);
        new Sweep(new One(swept), new FixedTime(Keys.Now)).RunAsync(new([], ["eu-west-1"]), options, default, default).GetAwaiter().GetResult();

        var (planned, due) = (plan.Keys.Select(key => (key.Arn, key.Action.Operation)).ToHashSet(), Done(swept));
        Done(applied).ShouldBeSubsetOf(due.Intersect(planned));
        Done(applied).Where(done => before.Contains(after.Single(key => key.Arn == done.Arn)))
            .ShouldBe(planned.Where(done => before.Contains(after.Single(key => key.Arn == done.Arn))), ignoreOrder: true);
        report.Keys.Where(key => !Done(applied).Any(done => done.Arn.ToString() == key.Arn))
            .ShouldAllBe(key => key.Outcome == Outcome.Held && key.Reasons[0] == "state-changed" && key.Action == null);
    });

    [Fact]
    public void Every_key_of_the_plan_has_its_outcome_whatever_fails() => Plans.ForEverySeed(random =>
    {
        var keys = RandomKeys.Region(random);
        var plan = Plans.Of(new(keys), RandomKeys.Options(random));
        var kms = new FakeKms(keys) { Fault = RandomKeys.Faults(random, 0.2) };

        var report = plan.Apply(kms);

        report.Keys.Select(key => key.Arn).ShouldBe(plan.Keys.Select(key => key.Arn.ToString()), ignoreOrder: true);
        report.Totals.Listed.ShouldBe(plan.Keys.Count);
        report.Regions.ShouldAllBe(region => region.AddsUp);
        Done(kms).ShouldBeSubsetOf(plan.Keys.Select(key => (key.Arn, key.Action.Operation)));
    });

    [Fact]
    public void Applied_again_it_does_nothing_and_says_which_run_was_first()
    {
        var kms = Plans.Three();
        var plan = Plans.OfThree();
        var first = plan.Apply(kms);
        var writes = kms.Writes.Count;

        var second = plan.Apply(kms);

        kms.Writes.Count.ShouldBe(writes);
        second.Keys.ShouldAllBe(key => key.Outcome == Outcome.Held && key.Reasons[0] == "state-changed");
        second.Keys.Single(key => key.State == KeyState.Enabled).Detail
            .ShouldBe("planned was EnableKeyRotation (rotation-off); now it is compliant (rotates); rotates every 365 days");
        second.Keys.Single(key => key.State == KeyState.PendingDeletion).Detail.ShouldSatisfyAllConditions(
            detail => detail.ShouldStartWith("planned was ScheduleKeyDeletion; now it is ineligible (pending-deletion)"),
            detail => detail.ShouldContain($"under the tag of run {first.RunId}"));
    }

    [Fact]
    public void The_deletions_go_by_the_run_of_the_apply()
    {
        var kms = Plans.Three();
        var plan = Plans.OfThree();

        var report = plan.Apply(kms);

        report.RunId.ShouldNotBe(plan.RunId);
        kms.Writes.Select(write => write.Action).OfType<KeyAction.TagResource>().ShouldContain(tag => tag.Name == KeyTags.Run && tag.Value == report.RunId);
        Undo.Deletions(report).ShouldBe($"kmsguard rollback --run {report.RunId} --regions eu-west-1");
    }

    [Fact]
    public async Task A_run_that_has_its_id_before_it_begins_keeps_it()
    {
        var report = await new PlanApplication(new One(Plans.Three()), new FixedTime(Keys.Now), "the-run").RunAsync(Plans.OfThree(), RuleMode.Enforce, default, default);

        report.RunId.ShouldBe("the-run");
    }

    [Fact]
    public void Days_that_went_by_change_the_evidence_and_not_the_plan()
    {
        var kms = Plans.Three();

        var report = Plans.OfThree().Apply(kms, later: TimeSpan.FromHours(23));

        Done(kms).Count.ShouldBe(3);
        report.Keys.Single(key => key.Action == "ScheduleKeyDeletion").Detail.ShouldContain("200 days");
    }

    [Fact]
    public void A_key_that_was_used_since_is_left_alone()
    {
        var kms = Plans.Three();
        var plan = Plans.OfThree();
        kms.Change(Keys.Arn, key => key with
        {
            LastUsage = Reading.Of(new LastUsage(Keys.Now.AddHours(1), "Decrypt")),
            Tags = Keys.Tags((KeyTags.Run, "an-older-run"), (KeyTags.DisabledSince, "2026-01-01")),
        });

        var report = plan.Apply(kms, later: TimeSpan.FromHours(2));

        var used = report.Keys.Single(key => key.Arn == Keys.Arn.ToString());
        used.Outcome.ShouldBe(Outcome.Held);
        used.Reasons.ShouldBe(["state-changed", "quarantine", "recently-used"]);
        used.Detail.ShouldStartWith("planned was ScheduleKeyDeletion; now it is held (quarantine, recently-used); ");
        used.Detail.ShouldNotContain("under the tag");
        Done(kms).ShouldNotContain(done => done.Arn == Keys.Arn);
    }

    [Fact]
    public void A_dry_run_writes_nothing_and_plans_the_same()
    {
        var kms = Plans.Three();

        var report = Plans.OfThree().Apply(kms, RuleMode.DryRun);

        kms.Writes.ShouldBeEmpty();
        report.Keys.Select(key => key.Outcome).ShouldBe([Outcome.Held, Outcome.Planned, Outcome.Planned]);
        report.Succeeded.ShouldBeTrue();
    }

    [Theory]
    [InlineData(FailureKind.UnknownCredentials, RegionStatus.Failed, Outcome.Failed, "access-denied")]
    [InlineData(FailureKind.OutOfTime, RegionStatus.Incomplete, Outcome.Planned, "out-of-time")]
    public async Task A_Region_that_cannot_be_entered_fails_each_of_its_keys(FailureKind kind, RegionStatus status, Outcome outcome, string reason)
    {
        var regions = new One(Plans.Three()) { Closed = new() { ["eu-west-1"] = new(kind, "OpenRegion", "Code", "no") } };

        var report = await new PlanApplication(regions, new FixedTime(Keys.Now)).RunAsync(Plans.OfThree(), RuleMode.Enforce, default, default);

        report.Regions.ShouldHaveSingleItem().Status.ShouldBe(status);
        report.Keys.Count.ShouldBe(3);
        report.Keys.ShouldAllBe(key => key.Outcome == outcome && key.Reasons.Contains(reason));
        report.Keys.ShouldAllBe(key => key.Detail == (outcome == Outcome.Failed ? "OpenRegion: Code: no" : "stopped before it was done"));
        report.Regions[0].Error.ShouldBe("OpenRegion: Code: no");
        report.Succeeded.ShouldBeFalse();
    }

    [Theory]
    [InlineData("EnableKeyRotation", Outcome.Failed, "rotation-off access-denied")]
    [InlineData("DescribeKey", Outcome.Unreadable, "access-denied")]
    public void A_key_that_KMS_denies_has_failed_and_has_not_changed(string operation, Outcome outcome, string reasons)
    {
        var kms = new FakeKms(Plans.Three().Keys) { Fault = (called, _) => called == operation ? new(FailureKind.AccessDenied, called, "AccessDenied", "no") : null };

        var report = Plans.OfThree().Apply(kms);

        var key = report.Keys.Single(key => key.Arn.Contains("/00000002-", StringComparison.Ordinal));
        (key.Outcome, string.Join(' ', key.Reasons)).ShouldBe((outcome, reasons));
        report.Succeeded.ShouldBeFalse();
    }

    [Fact]
    public void What_there_was_no_time_for_is_counted_and_planned_as_before()
    {
        var kms = new FakeKms(Plans.Three().Keys)
        {
            Fault = (operation, key) => operation == "DescribeKey" && key != Keys.Arn ? new(FailureKind.OutOfTime, operation, "Stopped", "no time") : null,
        };

        var report = Plans.OfThree().Apply(kms);

        var region = report.Regions.ShouldHaveSingleItem();
        (region.Status, region.Error).ShouldBe((RegionStatus.Incomplete, "Apply: Stopped: 2 keys of the plan not done"));
        var late = report.Keys.Where(key => key.Arn != Keys.Arn.ToString()).ToList();
        late.ShouldAllBe(key => key.Outcome == Outcome.Planned && key.Detail == "stopped before it was done" && key.State == null);
        late.Select(key => $"{key.Rule} {key.Action} {string.Join(' ', key.Reasons)}").ShouldBe(
            ["deletion TagResource not-marked out-of-time", "rotation EnableKeyRotation rotation-off out-of-time"]);
        Done(kms).ShouldHaveSingleItem().Operation.ShouldBe("ScheduleKeyDeletion");
    }

    // The tags of runs carry different ids.
    private static IEnumerable<(KeyArn, KeyAction)> Written(FakeKms kms) =>
        kms.Writes.Select(write => (write.Key, write.Action is KeyAction.TagResource { Name: KeyTags.Run } tag ? tag with { Value = "run" } : write.Action));

    private static HashSet<(KeyArn Arn, string Operation)> Done(FakeKms kms) =>
        [.. kms.Writes.Where(write => write.Action is not KeyAction.TagResource { Name: KeyTags.Run }).Select(write => (write.Key, write.Action.Operation))];
}
