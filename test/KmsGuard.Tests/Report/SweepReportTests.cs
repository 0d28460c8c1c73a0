using KmsGuard.Detect;
using KmsGuard.Evaluate;
using KmsGuard.Remediate;
using KmsGuard.Report;
using KmsGuard.Tests.Remediate;

namespace KmsGuard.Tests.Report;

public sealed class SweepReportTests
{
    private static readonly Failure Unrecognized = new(
        FailureKind.Credentials, "ListKeys", "UnrecognizedClientException", "The security token included in the request is invalid.");

    [Fact]
    public async Task A_Region_that_is_not_enabled_is_told_as_that_where_another_one_worked()
    {
        var report = await SweepAsync(["eu-west-1", "ap-east-1"], new() { ["ap-east-1"] = Unrecognized });

        report.Regions.Select(region => region.Status).ShouldBe([RegionStatus.Complete, RegionStatus.NotEnabled]);
        report.Succeeded.ShouldBeTrue();
    }

    [Fact]
    public async Task Credentials_that_work_nowhere_are_wrong_and_not_a_disabled_Region()
    {
        var report = await SweepAsync(["eu-west-1", "ap-east-1"], new() { ["ap-east-1"] = Unrecognized, ["eu-west-1"] = Unrecognized });

        report.Regions.ShouldAllBe(region => region.Status == RegionStatus.Failed && region.Error!.Contains("UnrecognizedClientException"));
        report.Succeeded.ShouldBeFalse();
    }

    [Fact]
    public async Task A_Region_that_fails_leaves_the_others_their_ledger()
    {
        var denied = new Failure(FailureKind.AccessDenied, "ListKeys", "AccessDeniedException", "explicit deny in a service control policy");

        var report = await SweepAsync(["eu-west-1", "us-east-1"], new() { ["us-east-1"] = denied });

        report.Regions[0].Listed.ShouldBe(2);
        report.Regions[1].Status.ShouldBe(RegionStatus.Failed);
        report.Succeeded.ShouldBeFalse();
    }

    [Fact]
    public async Task The_sums_are_those_of_the_keys_and_the_money_is_a_dollar_a_key()
    {
        var report = await SweepAsync(["eu-west-1"], []);

        report.Totals.Listed.ShouldBe(2);
        report.Totals.Outcomes.ShouldBe(new Dictionary<string, int> { ["changed"] = 2 });
        report.Totals.MonthlyCostUsd.ShouldBe(1);
        report.Totals.MonthlySavingUsd.ShouldBe(1);
    }

    [Fact]
    public void A_ledger_that_does_not_add_up_is_no_success()
    {
        var lost = new RegionResult
        {
            Account = "111122223333",
            Region = "eu-west-1",
            Listed = 2,
            Keys = [KeyReport.Of(KeyEvaluator.Decide(Keys.Unrotated(), Keys.Enforcing, Keys.Now), Keys.Now)],
        };

        var report = SweepReport.Of("run", Keys.Now, Keys.Now, Keys.Enforcing, [lost]);

        report.Succeeded.ShouldBeFalse();
        report.Warnings.ShouldHaveSingleItem().ShouldContain("2 keys listed, 1 decided on");
    }

    [Fact]
    public async Task An_exempt_alias_that_matches_nothing_is_warned_about()
    {
        var report = await SweepAsync(["eu-west-1"], [], Keys.Enforcing with { ExemptAliases = [Glob.ForAlias("typo-*")] });

        report.Warnings.ShouldHaveSingleItem().ShouldContain("alias/typo-*");
    }

    [Fact]
    public async Task A_tripped_breaker_is_told_and_is_no_success()
    {
        var report = await SweepAsync(["eu-west-1"], [], Keys.Enforcing with { MaxDeletions = 0 });

        report.Succeeded.ShouldBeFalse();
        report.Warnings.ShouldHaveSingleItem().ShouldContain("More than 0 deletions are due");
        SweepNotice.Write(report, MessageFormat.Text).Subject.ShouldStartWith("[HIGH]");
    }

    [Fact]
    public async Task A_functions_answer_leaves_out_what_nobody_has_to_look_at_and_fits()
    {
        var report = await SweepAsync(["eu-west-1"], []);
        var big = report with
        {
            Keys = [.. Enumerable.Range(0, 20_000).Select(i => report.Keys[0] with { Outcome = i % 2 == 0 ? Outcome.Compliant : Outcome.Held })],
        };

        var answer = SweepAnswer.Fit(big);

        answer.Keys.ShouldAllBe(key => key.Outcome == Outcome.Held);
        answer.Keys.Count.ShouldBeInRange(100, 9_999);
        answer.Totals.ShouldBe(report.Totals);
    }

    private static Task<SweepReport> SweepAsync(IReadOnlyList<string> regions, Dictionary<string, Failure> closed, SweepOptions? options = null)
    {
        var kms = new FakeKms([Keys.Unused(), Keys.Unrotated() with { Arn = Keys.Arn with { KeyId = "ffffffff-12ab-34cd-56ef-1234567890ab" } }]);
        return new Sweep(new One(kms) { Closed = closed }, new FixedTime(Keys.Now)).RunAsync(new([], regions), options ?? Keys.Enforcing, CancellationToken.None, default);
    }
}
