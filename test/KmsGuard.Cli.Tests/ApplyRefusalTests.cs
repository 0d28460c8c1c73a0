using KmsGuard.Sandbox;

namespace KmsGuard.Cli.Tests;

/// <summary>Files that are refused as a whole: exit 2, one line, and AWS is at most asked who is calling.</summary>
[Trait("Proof", "attacks")]
public sealed class ApplyRefusalTests : IAsyncLifetime
{
    private readonly PlanFixture fixture = new();

    public async Task InitializeAsync()
    {
        await fixture.InitializeAsync();
        fixture.Unused();
        fixture.Unrotated();
    }

    public Task DisposeAsync() => fixture.DisposeAsync();

    [Theory]
    [InlineData("\"windowDays\": 30", "\"windowDays\": 7", "The plan was altered")]
    [InlineData("rotation-off", "rotation-on", "The plan was altered")]
    [InlineData("\"format\": 1,", "", "It is not a plan as this version of kmsguard writes it")]
    [InlineData("{", "", "It is not a plan as this version of kmsguard writes it")]
    public async Task A_file_that_was_altered_is_refused(string before, string after, string expected)
    {
        await fixture.PlanAsync();
        var text = await File.ReadAllTextAsync(fixture.Path);
        await File.WriteAllTextAsync(fixture.Path, text.Replace(before, after, StringComparison.Ordinal));

        await ShouldBeRefusedAsync(expected);
    }

    [Fact]
    public async Task A_file_that_an_editor_saved_with_other_line_ends_is_applied()
    {
        await fixture.PlanAsync();
        var text = await File.ReadAllTextAsync(fixture.Path);
        await File.WriteAllTextAsync(fixture.Path, text.ReplaceLineEndings("\r\n") + "\n");

        (await fixture.ApplyAsync()).ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task A_plan_of_yesterday_is_refused()
    {
        await fixture.PlanAsync();
        fixture.Sandbox.Clock.Advance(TimeSpan.FromHours(24));

        await ShouldBeRefusedAsync("24 hours after it was made");
    }

    [Fact]
    public async Task A_plan_that_nobody_reviewed_is_refused()
    {
        var reviewed = await fixture.PlanAsync();
        fixture.Unused();
        await fixture.PlanAsync();

        await ShouldBeRefusedAsync("not the plan that was reviewed", "--digest", reviewed);
        await ShouldBeRefusedAsync("64 hexadecimal digits", "--digest", "sha256:1234");
    }

    [Fact]
    public async Task A_plan_of_another_account_is_refused()
    {
        await fixture.PlanAsync();
        await using var elsewhere = await AwsSandbox.StartAsync(new() { Accounts = [PlanFixture.Member] });

        var answer = await CommandFixture.RunAtAsync(elsewhere.Endpoint, "", "apply", fixture.Path, "--region", "us-east-1");

        answer.ShouldBeRefused().ShouldContain($"made in account {PlanFixture.Account}, and these credentials are of account {PlanFixture.Member}");
        elsewhere.Calls.Snapshot().ShouldAllBe(call => call.Service == "sts");
    }

    [Fact]
    public async Task Keys_of_other_accounts_take_the_member_role()
    {
        var member = fixture.Unrotated(account: PlanFixture.Member);
        await fixture.PlanAsync("--accounts", PlanFixture.Member, "--role-name", "Member");

        await ShouldBeRefusedAsync($"keys of account {PlanFixture.Member}: name the member role");
        var answer = await fixture.ApplyAsync("--role-name", "Member");

        answer.ExitCode.ShouldBe(0, answer.Error);
        fixture.Writes().ShouldBe([$"EnableKeyRotation {member}"]);
    }

    [Fact]
    public async Task A_file_that_goes_on_for_ever_is_not_read_to_its_end()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var answer = await fixture.RunAsync(["apply", "/dev/zero"]);

        answer.ShouldBeRefused().ShouldContain("that is no plan");
    }

    private async Task ShouldBeRefusedAsync(string expected, params string[] args)
    {
        var served = fixture.Sandbox.Calls.Snapshot().Count;
        var answer = await fixture.ApplyAsync(args);

        answer.ShouldBeRefused().ShouldContain(expected);
        fixture.Sandbox.Calls.Snapshot().Count.ShouldBe(served);
    }
}
