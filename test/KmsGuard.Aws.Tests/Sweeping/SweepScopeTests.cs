using KmsGuard.Evaluate;
using KmsGuard.Report;

namespace KmsGuard.Aws.Tests.Sweeping;

/// <summary>Regions and accounts: each has its own ledger, its own trouble and its own breaker.</summary>
public sealed class SweepScopeTests : IAsyncLifetime
{
    private SandboxRun run = null!;

    public async Task InitializeAsync() => run = await SandboxRun.StartAsync();

    public async Task DisposeAsync() => await run.DisposeAsync();

    [Fact]
    public async Task A_Region_that_is_not_enabled_is_told_and_the_rest_goes_on()
    {
        run.Seed("us-east-1", new());

        var report = await run.SweepAsync(new SweepOptions(), ["us-east-1", "ap-east-1"]);

        report.Regions.Select(region => region.Status).ShouldBe([RegionStatus.Complete, RegionStatus.NotEnabled]);
        report.Succeeded.ShouldBeTrue();
    }

    [Fact]
    public async Task Accounts_are_entered_through_the_member_role_and_one_that_cannot_be_is_one_failure()
    {
        run.Seed("us-east-1", new(), SandboxRun.Member);
        run.Seed("us-east-1", new());
        run.Aws.Sts.DenyAssume("arn:aws:iam::777788889999:role/kmsguard-member");

        var report = await run.SweepAsync(SandboxRun.Enforcing, ["us-east-1"], SandboxRun.Member, "777788889999", SandboxRun.Account);

        report.Regions.Select(region => (region.Account, region.Status, region.Listed)).ShouldBe(
        [
            (SandboxRun.Member, RegionStatus.Complete, 1), ("777788889999", RegionStatus.Failed, 0), (SandboxRun.Account, RegionStatus.Complete, 1),
        ]);
        run.Aws.Calls.Snapshot().ShouldContain(call =>
            call.Operation == "EnableKeyRotation" && call.CallerArn.StartsWith($"arn:aws:sts::{SandboxRun.Member}:assumed-role/kmsguard-member/")
            && call.CallerArn.Contains(report.RunId));
    }

    [Fact]
    public async Task An_account_that_cannot_be_entered_is_one_entry_however_many_Regions_it_has()
    {
        run.Seed("eu-west-1", new());
        run.Aws.Sts.DenyAssume("arn:aws:iam::777788889999:role/kmsguard-member");

        var report = await run.SweepAsync(new SweepOptions(), SandboxRun.Regions, "777788889999", SandboxRun.Account);

        report.Regions.Select(region => (region.Account, region.Region, region.Status)).ShouldBe(
        [
            ("777788889999", "*", RegionStatus.Failed),
            .. SandboxRun.Regions.Select(region => (SandboxRun.Account, region, RegionStatus.Complete)),
        ]);
        report.Regions[0].Error.ShouldNotBeNull().ShouldContain("AssumeRole");
        run.Aws.Calls.Snapshot().Count(call => call.Operation == "AssumeRole").ShouldBe(1);
        report.Succeeded.ShouldBeFalse();
    }

    [Fact]
    public async Task More_deletions_than_allowed_schedule_none_in_that_Region()
    {
        foreach (var region in new[] { "us-east-1", "us-east-1", "us-east-1", "eu-west-1" })
        {
            run.Seed(region, SandboxRun.Unused);
        }

        var report = await run.SweepAsync(SandboxRun.Enforcing with { MaxDeletions = 2 });

        report.Keys.Where(key => key.Arn.Contains("us-east-1")).ShouldAllBe(key => key.Outcome == Outcome.Held && key.Reasons.Single() == "breaker-open");
        report.Keys.Single(key => key.Arn.Contains("eu-west-1")).Outcome.ShouldBe(Outcome.Changed);
        report.Warnings.ShouldHaveSingleItem().ShouldContain("us-east-1");
        report.Succeeded.ShouldBeFalse();
    }
}
