using KmsGuard.Sandbox.Kms;

namespace KmsGuard.Cli.Tests;

public sealed class ReleaseCommandTests : CommandTest
{
    private static readonly string[] Sweep = ["sweep", "--deletion", "enforce", "--disabled-days", "0", "--idle-days", "0", "--output", "json"];

    [Fact]
    public async Task A_released_key_is_taken_by_the_next_sweep()
    {
        var arn = Fixture.SeedUnused();
        await Fixture.RunAsync(Sweep);
        await Fixture.RunAsync("rollback", arn, "--reason", "still needed");
        (await Fixture.RunAsync(Sweep)).Outcomes().ShouldBe(["held"]);

        var answer = await Fixture.RunAsync("release", arn.Split('/')[1], "--reason", "migrated", "--output", "json");

        answer.ExitCode.ShouldBe(0, answer.Error);
        var entry = answer.Json.GetProperty("keys")[0];
        (entry.GetProperty("arn").GetString(), entry.GetProperty("outcome").GetString()).ShouldBe((arn, "released"));
        entry.GetProperty("hold").GetString().ShouldNotBeNull().ShouldContain("still needed");
        answer.Json.GetProperty("reason").GetString().ShouldBe("migrated");
        (await Fixture.RunAsync(Sweep)).Outcomes().ShouldBe(["changed"]);
    }

    [Fact]
    public async Task Releasing_again_changes_nothing()
    {
        var arn = Held();
        await Fixture.RunAsync("release", arn, "--reason", "migrated");
        var from = Fixture.Sandbox.Calls.Snapshot().Count;

        var answer = await Fixture.RunAsync("release", arn, "--reason", "migrated");

        answer.ExitCode.ShouldBe(0, answer.Error);
        answer.Output.ShouldContain("not-held");
        Fixture.Writes(from).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_key_that_does_not_exist_does_not_keep_another_from_being_released()
    {
        var arn = Held();

        var answer = await Fixture.RunAsync("release", arn, "12345678-1234-1234-1234-123456789012", "--reason", "migrated", "--output", "json");

        answer.ExitCode.ShouldBe(1);
        answer.Outcomes().ShouldBe(["not-found", "released"]);
    }

    [Theory]
    [InlineData("release --reason why", "takes one key or more")]
    [InlineData("release KEY", "--reason is missing")]
    [InlineData("release orders KEY --reason why", "'orders'")]
    public async Task Bad_input_is_refused_and_nothing_is_done(string line, string named)
    {
        var arn = Held();

        var answer = await Fixture.RunAsync(line.Replace("KEY", arn, StringComparison.Ordinal).Split(' '));

        answer.ShouldBeRefused().ShouldContain(named);
        Fixture.Sandbox.Calls.Snapshot().ShouldBeEmpty();
    }

    private string Held() => Fixture.SeedUnused(seed: new KeySeed { Tags = new Dictionary<string, string> { ["kmsguard:hold"] = "by somebody" } });
}
