using System.Globalization;
using System.Text.RegularExpressions;
using Amazon.Runtime;
using KmsGuard.Cli.Doctor;
using KmsGuard.Sandbox.Faults;

namespace KmsGuard.Cli.Tests;

public sealed class DoctorCommandTests : IAsyncLifetime
{
    private readonly CommandFixture fixture = new();

    public Task InitializeAsync() => fixture.InitializeAsync();

    public async Task DisposeAsync()
    {
        await fixture.DisposeAsync();
        fixture.Dispose();
    }

    [Fact]
    public async Task Where_all_is_well_it_says_who_what_and_how_long_and_writes_nothing()
    {
        var key = fixture.Seed();
        fixture.Seed(seed: new() { KeyManager = "AWS", Aliases = ["alias/aws/s3"] });

        var answer = await fixture.RunAsync("doctor");

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
        fixture.Writes().ShouldBeEmpty();
        answer.Error.ShouldBeEmpty();
    }

    [Fact]
    public async Task As_JSON_each_check_has_its_area_and_status()
    {
        var answer = await fixture.RunAsync("doctor", "--output", "json", "--topic-arn", "arn:aws:sns:us-east-1:111122223333:kmsguard");

        answer.ExitCode.ShouldBe(0, answer.Error);
        Checks(answer).Select(check => check.Area).Distinct().ShouldBe(["credentials", "clock", "regions", "permissions", "quotas", "topic", "trail", "settings"]);
        Checks(answer).Where(check => check.Area == "topic").ShouldHaveSingleItem().Status.ShouldBe("unknown");
        answer.Json.GetProperty("summary").GetProperty("problem").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task A_denied_call_is_a_problem_with_the_action_that_is_missing()
    {
        fixture.Seed();
        fixture.Sandbox.Faults = FaultPlan.Always(FaultKind.Denial, "ListGrants");

        var answer = await fixture.RunAsync("doctor", "--output", "json");

        answer.ExitCode.ShouldBe(1);
        Problem(answer).ShouldContain("kms:ListGrants is denied: a service control policy denies it explicitly.");
    }

    [Fact]
    public async Task Keys_that_cannot_be_listed_are_a_problem()
    {
        fixture.Sandbox.Faults = FaultPlan.Always(FaultKind.Denial, "ListKeys");

        Problem(await fixture.RunAsync("doctor", "--output", "json")).ShouldContain("kms:ListKeys is denied");
    }

    [Fact]
    public async Task Throttling_to_the_last_try_is_a_problem_with_the_share_to_lower()
    {
        fixture.Seed();
        fixture.Sandbox.Faults = FaultPlan.Always(FaultKind.Throttle, "GetCallerIdentity");

        var answer = await fixture.RunAsync("doctor", "--output", "json");

        Problem(answer).ShouldContain("throttled");
        Checks(answer).ShouldContain(check => check.Area == "trail", "the rest is told all the same");
    }

    [Fact]
    public async Task Expired_credentials_are_a_problem()
    {
        fixture.Sandbox.Faults = FaultPlan.Always(FaultKind.ExpiredToken, "*");

        Problem(await fixture.RunAsync("doctor", "--output", "json")).ShouldContain("The credentials have expired.");
    }

    [Fact]
    public async Task An_endpoint_that_does_not_know_GetKeyLastUsage_is_a_warning_since_deletions_then_hold()
    {
        fixture.Seed();
        fixture.Sandbox.Faults = FaultPlan.Always(FaultKind.Garbled, "GetKeyLastUsage");

        var answer = await fixture.RunAsync("doctor", "--output", "json");

        answer.ExitCode.ShouldBe(0, answer.Output);
        Checks(answer).Where(check => check.Status == "warning").ShouldHaveSingleItem().What.ShouldContain("GetKeyLastUsage gives no answer");
    }

    [Fact]
    public async Task A_Region_that_is_named_and_not_enabled_is_a_warning()
    {
        var answer = await fixture.RunAsync("doctor", "--regions", "us-east-1,ap-east-1", "--output", "json");

        answer.ExitCode.ShouldBe(0, answer.Output);
        Checks(answer).Where(check => check.Status == "warning").ShouldHaveSingleItem().What.ShouldContain("ap-east-1: AWS does not know these credentials there");
    }

    [Fact]
    public async Task All_Regions_are_looked_at_from_the_home_Region_and_those_that_are_not_enabled_are_nothing_to_mend()
    {
        var answer = await fixture.RunAsync("doctor", "--regions", "all", "--output", "json");

        answer.ExitCode.ShouldBe(0, answer.Output);
        Checks(answer).ShouldNotContain(check => check.Status == "warning");
        Checks(answer).Where(check => check.Area == "regions" && check.What.Contains(": enabled", StringComparison.Ordinal)).Count().ShouldBe(3);
        Checks(answer).ShouldContain(check => check.What.Contains("ap-east-1: not enabled for the account", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_account_that_cannot_be_entered_is_a_problem_and_the_others_are_looked_at()
    {
        var answer = await fixture.RunAsync("doctor", "--accounts", $"{CommandFixture.Account},444455556666", "--role-name", "guard", "--output", "json");

        Problem(answer).ShouldContain("444455556666: sts:AssumeRole is denied");
        Checks(answer).ShouldContain(check => check.What == $"{CommandFixture.Account} us-east-1: enabled, 0 keys.");
    }

    [Theory]
    [InlineData(600, "problem", "ahead of")]
    [InlineData(-600, "problem", "behind")]
    [InlineData(120, "warning", "ahead of")]
    public async Task A_clock_that_is_off_is_told_with_its_distance(int seconds, string status, string direction)
    {
        var answer = await RunAtAsync(new Shifted(TimeSpan.FromSeconds(seconds)));

        var check = Checks(answer).Where(check => check.Area == "clock").ShouldHaveSingleItem();
        check.Status.ShouldBe(status);
        var told = Regex.Match(check.What, @"^This machine's clock is ([0-9]+) seconds (ahead of|behind) AWS's");
        told.Groups[2].Value.ShouldBe(direction);
        // Date headers are whole seconds, and a call takes a moment.
        int.Parse(told.Groups[1].Value, CultureInfo.InvariantCulture).ShouldBeInRange(Math.Abs(seconds) - 30, Math.Abs(seconds) + 30);
    }

    [Fact]
    public async Task Settings_in_the_environment_are_checked_and_mistyped_ones_found()
    {
        var answer = await RunAtAsync(TimeProvider.System, new()
        {
            ["KMSGUARD_WINDOW_DAYS"] = "5",
            ["KMSGUARD_DELETION"] = "enforce",
            ["KMSGUARD_REGION"] = "us-east-1",
            ["HOME"] = "/root",
        });

        answer.ExitCode.ShouldBe(1);
        var checks = Checks(answer).Where(check => check.Area == "settings").ToList();
        checks.Select(check => check.Status).ShouldBe(["ok", "problem", "warning"]);
        checks[0].What.ShouldContain("KMSGUARD_DELETION=enforce, KMSGUARD_WINDOW_DAYS=5");
        checks[1].What.ShouldContain("KMSGUARD_WINDOW_DAYS is '5'; it must be a whole number from 7 to 30");
        checks[2].Try.ShouldBe("KMSGUARD_REGIONS.");
    }

    [Fact]
    public async Task Bad_input_is_refused_before_anything_is_looked_at()
    {
        (await fixture.RunAsync("doctor", "--quota-share", "0")).ShouldBeRefused().ShouldContain("--quota-share");
        fixture.Sandbox.Calls.Snapshot().ShouldBeEmpty();
    }

    // docs/performance.md: 400,000 ordinary keys in 15 minutes at share 50, or 2,200 disabled ones.
    [Theory]
    [InlineData(400_000, 50, 800, 160_000)]
    [InlineData(2_200, 50, 4.4, 880)]
    [InlineData(10_000, 100, 10, 2_000)]
    [InlineData(0, 1, 0, 0)]
    public void A_sweep_takes_what_the_quotas_allow(int keys, int share, double usual, double longest)
    {
        SweepTime.Usual(keys, share).TotalSeconds.ShouldBe(usual, 0.001);
        SweepTime.Longest(keys, share).TotalSeconds.ShouldBe(longest, 0.001);
    }

    private static string Problem(Answer answer)
    {
        answer.ExitCode.ShouldBe(1, answer.Output + answer.Error);
        var problem = Checks(answer).Where(check => check.Status == "problem").ShouldHaveSingleItem();
        problem.Try.ShouldNotBeNullOrEmpty();
        return problem.What;
    }

    private static List<(string Area, string Status, string What, string? Try)> Checks(Answer answer) => [.. answer.Json.GetProperty("checks").EnumerateArray().Select(check => (
        check.GetProperty("area").GetString()!, check.GetProperty("status").GetString()!, check.GetProperty("what").GetString()!,
        check.TryGetProperty("try", out var todo) ? todo.GetString() : null))];

    private async Task<Answer> RunAtAsync(TimeProvider time, Dictionary<string, string>? variables = null)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var host = new CliHost
        {
            Output = output,
            Error = error,
            Credentials = new BasicAWSCredentials("test", "test"),
            Time = time,
            Variables = () => variables ?? [],
        };
        var exitCode = await CommandLine.RunAsync(
            ["doctor", "--output", "json", "--region", "us-east-1", "--endpoint-url", fixture.Sandbox.Endpoint.AbsoluteUri], host);
        return new(exitCode, output.ToString(), error.ToString());
    }

    private sealed class Shifted(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + by;
    }
}
