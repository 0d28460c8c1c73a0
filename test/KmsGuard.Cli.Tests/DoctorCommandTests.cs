using KmsGuard.Sandbox.Faults;

namespace KmsGuard.Cli.Tests;

public sealed class DoctorCommandTests : CommandTest
{
    [Fact]
    public async Task Where_all_is_well_it_says_who_what_and_how_long_and_writes_nothing()
    {
        var key = Fixture.Seed();
        Fixture.Seed(seed: new() { KeyManager = "AWS", Aliases = ["alias/aws/s3"] });

        var answer = await Fixture.RunAsync("doctor");

        answer.ExitCode.ShouldBe(0, answer.Output);
        answer.Output.ShouldContain($"Account {CommandFixture.Account} as arn:aws:iam::{CommandFixture.Account}:");
        answer.Output.ShouldContain("This machine's clock and AWS's agree.");
        answer.Output.ShouldContain("us-east-1: enabled, 2 keys.");
        answer.Output.ShouldContain(
            "allowed are kms:DescribeKey, kms:GetKeyLastUsage, kms:GetKeyRotationStatus, kms:ListAliases, kms:ListGrants, kms:ListKeys, kms:ListResourceTags, tried on " + key);
        answer.Output.ShouldContain("2 keys, most of them in us-east-1: 2. At 50 percent");
        answer.Output.ShouldContain(
            "--action-names kms:CancelKeyDeletion kms:EnableKey kms:EnableKeyRotation kms:ScheduleKeyDeletion kms:TagResource kms:UntagResource");
        answer.Output.ShouldContain("Nothing was written.");
        Fixture.Writes().ShouldBeEmpty();
        answer.Error.ShouldBeEmpty();
    }

    [Fact]
    public async Task As_JSON_each_check_has_its_area_and_status()
    {
        var answer = await Fixture.RunAsync("doctor", "--output", "json", "--topic-arn", "arn:aws:sns:us-east-1:111122223333:kmsguard");

        answer.ExitCode.ShouldBe(0, answer.Error);
        DoctorAnswer.Checks(answer).Select(check => check.Area).Distinct().ShouldBe(["credentials", "clock", "regions", "permissions", "quotas", "topic", "trail", "settings"]);
        DoctorAnswer.Checks(answer).Where(check => check.Area == "topic").ShouldHaveSingleItem().Status.ShouldBe("unknown");
        answer.Json.GetProperty("summary").GetProperty("problem").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task A_denied_call_is_a_problem_with_the_action_that_is_missing()
    {
        Fixture.Seed();
        Fixture.Sandbox.Faults = FaultPlan.Always(FaultKind.Denial, "ListGrants");

        var answer = await Fixture.RunAsync("doctor", "--output", "json");

        answer.ExitCode.ShouldBe(1);
        Problem(answer).ShouldContain("kms:ListGrants is denied: a service control policy denies it explicitly.");
    }

    [Fact]
    public async Task Keys_that_cannot_be_listed_are_a_problem()
    {
        Fixture.Sandbox.Faults = FaultPlan.Always(FaultKind.Denial, "ListKeys");

        Problem(await Fixture.RunAsync("doctor", "--output", "json")).ShouldContain("kms:ListKeys is denied");
    }

    [Fact]
    public async Task Throttling_to_the_last_try_is_a_problem_with_the_share_to_lower()
    {
        Fixture.Seed();
        Fixture.Sandbox.Faults = FaultPlan.Always(FaultKind.Throttle, "GetCallerIdentity");

        var answer = await Fixture.RunAsync("doctor", "--output", "json");

        Problem(answer).ShouldContain("throttled");
        DoctorAnswer.Checks(answer).ShouldContain(check => check.Area == "trail", "the rest is told all the same");
    }

    [Fact]
    public async Task Expired_credentials_are_a_problem()
    {
        Fixture.Sandbox.Faults = FaultPlan.Always(FaultKind.ExpiredToken, "*");

        Problem(await Fixture.RunAsync("doctor", "--output", "json")).ShouldContain("The credentials have expired.");
    }

    [Fact]
    public async Task An_endpoint_that_does_not_know_GetKeyLastUsage_is_a_warning_since_deletions_then_hold()
    {
        Fixture.Seed();
        Fixture.Sandbox.Faults = FaultPlan.Always(FaultKind.Garbled, "GetKeyLastUsage");

        var answer = await Fixture.RunAsync("doctor", "--output", "json");

        answer.ExitCode.ShouldBe(0, answer.Output);
        DoctorAnswer.Checks(answer).Where(check => check.Status == "warning").ShouldHaveSingleItem().What.ShouldContain("GetKeyLastUsage gives no answer");
    }

    [Fact]
    public async Task A_Region_that_is_named_and_not_enabled_is_a_warning()
    {
        var answer = await Fixture.RunAsync("doctor", "--regions", "us-east-1,ap-east-1", "--output", "json");

        answer.ExitCode.ShouldBe(0, answer.Output);
        DoctorAnswer.Checks(answer).Where(check => check.Status == "warning").ShouldHaveSingleItem().What.ShouldContain("ap-east-1: AWS does not know these credentials there");
    }

    [Fact]
    public async Task All_Regions_are_looked_at_from_the_home_Region_and_those_that_are_not_enabled_are_nothing_to_mend()
    {
        var answer = await Fixture.RunAsync("doctor", "--regions", "all", "--output", "json");

        answer.ExitCode.ShouldBe(0, answer.Output);
        DoctorAnswer.Checks(answer).ShouldNotContain(check => check.Status == "warning");
        DoctorAnswer.Checks(answer).Where(check => check.Area == "regions" && check.What.Contains(": enabled", StringComparison.Ordinal)).Count().ShouldBe(3);
        DoctorAnswer.Checks(answer).ShouldContain(check => check.What.Contains("ap-east-1: not enabled for the account", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_account_that_cannot_be_entered_is_a_problem_and_the_others_are_looked_at()
    {
        var answer = await Fixture.RunAsync("doctor", "--accounts", $"{CommandFixture.Account},444455556666", "--role-name", "guard", "--output", "json");

        Problem(answer).ShouldContain("444455556666: sts:AssumeRole is denied");
        DoctorAnswer.Checks(answer).ShouldContain(check => check.What == $"{CommandFixture.Account} us-east-1: enabled, 0 keys.");
    }

    [Fact]
    public async Task Bad_input_is_refused_before_anything_is_looked_at()
    {
        (await Fixture.RunAsync("doctor", "--quota-share", "0")).ShouldBeRefused().ShouldContain("--quota-share");
        Fixture.Sandbox.Calls.Snapshot().ShouldBeEmpty();
    }

    private static string Problem(Answer answer)
    {
        answer.ExitCode.ShouldBe(1, answer.Output + answer.Error);
        var problem = DoctorAnswer.Checks(answer).Where(check => check.Status == "problem").ShouldHaveSingleItem();
        problem.Try.ShouldNotBeNullOrEmpty();
        return problem.What;
    }
}
