using KmsGuard.Detect;
using KmsGuard.Evaluate;
using KmsGuard.Remediate;
using KmsGuard.Report;

namespace KmsGuard.Tests.Remediate;

/// <summary>A sweep over accounts and Regions, some of which cannot be entered.</summary>
public sealed class SweepTests
{
    private const string Home = "111122223333", Other = "444455556666";

    private static readonly FixedTime Time = new(Keys.Now);

    [Fact]
    public async Task Each_Region_of_each_account_has_its_entry()
    {
        var report = await RunAsync(new(Region()), new([Home, Other], ["eu-west-1", "us-east-1"]));

        report.Regions.Count.ShouldBe(4);
        report.Regions.ShouldAllBe(region => region.Status == RegionStatus.Complete && region.Listed == 1);
        (report.StartedAt, report.FinishedAt, report.Succeeded).ShouldBe((Keys.Now, Keys.Now, true));
    }

    [Fact]
    public async Task Where_no_account_is_named_the_callers_own_is_swept()
    {
        var report = await RunAsync(new(Region()), new([], ["eu-west-1"]));

        report.Regions.ShouldHaveSingleItem().Account.ShouldBe(Home);
        RunIds.IsValid(report.RunId).ShouldBeTrue();
    }

    [Fact]
    public async Task A_part_of_a_run_goes_by_that_runs_id() =>
        (await RunAsync(new(Region()), new([], ["eu-west-1"], "the-run"))).RunId.ShouldBe("the-run");

    // Regions, and what its one entry calls the place.
    [Theory]
    [InlineData("eu-west-1", "eu-west-1")]
    [InlineData("eu-west-1,us-east-1,us-west-2", "*")]
    public async Task An_account_that_cannot_be_entered_is_one_entry_and_the_others_go_on(string regions, string place)
    {
        var denied = new Failure(FailureKind.AccessDenied, "AssumeRole", "AccessDenied", "not allowed");

        var report = await RunAsync(new(Region()) { Barred = new() { [Other] = denied } }, new([Other, Home], regions.Split(',')));

        var refused = report.Regions.Single(region => region.Account == Other);
        (refused.Region, refused.Status, refused.Error, refused.Next).ShouldBe((place, RegionStatus.Failed, denied.ToString(), null));
        report.Regions.Count(region => region is { Account: Home, Status: RegionStatus.Complete }).ShouldBe(regions.Split(',').Length);
        report.Succeeded.ShouldBeFalse();
        report.Warnings.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_account_that_there_was_no_time_to_enter_is_gone_on_with_in_each_of_its_Regions()
    {
        var late = new Failure(FailureKind.OutOfTime, "AssumeRole", "Stopped", "no time");
        var regions = new One(Region()) { Barred = new() { [Other] = late }, Closed = new() { ["eu-west-1"] = late, ["us-east-1"] = late } };

        var report = await RunAsync(regions, new([Other], ["eu-west-1", "us-east-1"], "the-run"));

        report.Regions.Select(region => (region.Account, region.Region, region.Status, region.Error))
            .ShouldBe([(Other, "eu-west-1", RegionStatus.Incomplete, null), (Other, "us-east-1", RegionStatus.Incomplete, null)]);
        foreach (var region in report.Regions)
        {
            SweepToken.TryRead(region.Next.ShouldNotBeNull(), out var next).ShouldBeTrue();
            (next.RunId, next.Account, next.Region, next.Marker, next.Listed).ShouldBe(("the-run", Other, region.Region, null, false));
        }
    }

    [Fact]
    public async Task A_Region_of_the_callers_own_account_that_cannot_be_opened_has_no_account()
    {
        var none = new Failure(FailureKind.Credentials, "GetCallerIdentity", "NoCredentials", "there are none");

        var report = await RunAsync(new(Region()) { Closed = new() { ["eu-west-1"] = none } }, new([], ["eu-west-1"]));

        var region = report.Regions.ShouldHaveSingleItem();
        (region.Account, region.Region, region.Status, region.Next).ShouldBe(("", "eu-west-1", RegionStatus.Failed, null));
    }

    [Theory]
    [InlineData(RuleMode.DryRun, RuleMode.Enforce, Outcome.Planned)]
    [InlineData(RuleMode.Enforce, RuleMode.DryRun, Outcome.Changed)]
    public async Task A_run_keeps_the_modes_that_it_was_begun_with(RuleMode begun, RuleMode now, Outcome outcome)
    {
        var options = Keys.Enforcing with { Rotation = now, Deletion = now };
        var start = SweepCursor.Start("the-run", null, "eu-west-1", options with { Rotation = begun, Deletion = begun });

        var report = await new Sweep(new One(Region()), Time).ContinueAsync([start], options, default, default);

        (report.RunId, report.Rotation, report.Deletion).ShouldBe(("the-run", begun, begun));
        report.Keys.ShouldHaveSingleItem().Outcome.ShouldBe(outcome);
    }

    [Fact]
    public async Task Whoever_looks_on_sees_each_Region_begin_and_each_key_settled()
    {
        var (begun, settled) = (0, 0);
        var sweep = new Sweep(new One(Region()), Time, (_, _, _, _) => Interlocked.Increment(ref settled), _ => Interlocked.Increment(ref begun));

        await sweep.RunAsync(new([], ["eu-west-1", "us-east-1", "us-west-2"]), Keys.Enforcing, default, default);

        (begun, settled).ShouldBe((3, 3));
    }

    private static FakeKms Region() => new([Keys.Unrotated()]);

    private static Task<SweepReport> RunAsync(One regions, SweepScope scope) =>
        new Sweep(regions, Time).RunAsync(scope, Keys.Enforcing, default, default);
}
