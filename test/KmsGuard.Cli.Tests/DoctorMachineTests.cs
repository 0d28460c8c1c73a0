using System.Globalization;
using System.Text.RegularExpressions;
using Amazon.Runtime;
using KmsGuard.Cli.Doctor;

namespace KmsGuard.Cli.Tests;

/// <summary>What doctor finds out about the machine that it runs on, and about time.</summary>
public sealed class DoctorMachineTests : CommandTest
{
    [Theory]
    [InlineData(600, "problem", "ahead of")]
    [InlineData(-600, "problem", "behind")]
    [InlineData(120, "warning", "ahead of")]
    public async Task A_clock_that_is_off_is_told_with_its_distance(int seconds, string status, string direction)
    {
        var answer = await RunAtAsync(new Shifted(TimeSpan.FromSeconds(seconds)));

        var check = DoctorAnswer.Checks(answer).Where(check => check.Area == "clock").ShouldHaveSingleItem();
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
        var checks = DoctorAnswer.Checks(answer).Where(check => check.Area == "settings").ToList();
        checks.Select(check => check.Status).ShouldBe(["ok", "problem", "warning"]);
        checks[0].What.ShouldContain("KMSGUARD_DELETION=enforce, KMSGUARD_WINDOW_DAYS=5");
        checks[1].What.ShouldContain("KMSGUARD_WINDOW_DAYS is '5'; it must be a whole number from 7 to 30");
        checks[2].Try.ShouldBe("KMSGUARD_REGIONS.");
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
            ["doctor", "--output", "json", "--region", "us-east-1", "--endpoint-url", Fixture.Sandbox.Endpoint.AbsoluteUri], host);
        return new(exitCode, output.ToString(), error.ToString());
    }

    private sealed class Shifted(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + by;
    }
}
