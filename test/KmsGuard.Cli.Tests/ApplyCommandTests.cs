using KmsGuard.Sandbox.Faults;

namespace KmsGuard.Cli.Tests;

public sealed class ApplyCommandTests : IAsyncLifetime
{
    private readonly PlanFixture fixture = new();

    public Task InitializeAsync() => fixture.InitializeAsync();

    public Task DisposeAsync() => fixture.DisposeAsync();

    [Fact]
    public async Task What_is_planned_is_done_and_nothing_else()
    {
        var (rotating, unused, marked, far) = (fixture.Unrotated(), fixture.Unused(), fixture.Unmarked(), fixture.Unused("eu-west-1"));
        var digest = await fixture.PlanAsync("--regions", "us-east-1,eu-west-1");
        fixture.Unused();
        fixture.Unrotated("eu-west-1");

        var answer = await fixture.ApplyAsync("--digest", digest);

        answer.ExitCode.ShouldBe(0, answer.Error);
        fixture.Writes().ShouldBe(
            [
                $"EnableKeyRotation {rotating}", $"TagResource {unused}", $"ScheduleKeyDeletion {unused}", $"TagResource {marked}",
                $"TagResource {far}", $"ScheduleKeyDeletion {far}",
            ],
            ignoreOrder: true);
        answer.Output.ShouldMatch("kmsguard rollback --run [^ ]+ --regions ([a-z0-9-]+,[a-z0-9-]+)\n");
    }

    [Fact]
    public async Task A_rollback_of_its_run_takes_its_deletions_back()
    {
        string[] keys = [fixture.Unused(), fixture.Unused("eu-west-1")];
        await fixture.PlanAsync("--regions", "us-east-1,eu-west-1");
        var applied = await fixture.ApplyAsync("--output", "json");
        applied.Outcomes().ShouldBe(["changed", "changed"]);

        var back = await fixture.RunAsync(
            ["rollback", "--run", applied.Json.GetProperty("runId").GetString()!, "--regions", "us-east-1,eu-west-1", "--output", "json"]);

        back.ExitCode.ShouldBe(0, back.Error);
        back.Json.GetProperty("keys").EnumerateArray().Select(key => key.GetProperty("arn").GetString()).ShouldBe(keys, ignoreOrder: true);
        back.Outcomes().ShouldBe(["restored", "restored"]);
    }

    [Fact]
    public async Task Applied_twice_it_does_nothing_twice()
    {
        fixture.Unrotated();
        fixture.Unused();
        await fixture.PlanAsync();
        var first = await fixture.ApplyAsync("--output", "json");
        var served = fixture.Sandbox.Calls.Snapshot().Count;

        var second = await fixture.ApplyAsync("--output", "json");

        second.ExitCode.ShouldBe(1);
        fixture.Writes(served).ShouldBeEmpty();
        second.Outcomes().ShouldBe(["held", "held"]);
        second.Output.ShouldContain($"under the tag of run {first.Json.GetProperty("runId").GetString()}");
        second.Error.ShouldContain("left alone: 2.");
    }

    [Fact]
    public async Task One_key_that_is_denied_does_not_stop_the_others()
    {
        var denied = fixture.Unrotated("us-east-1", new() { Policy = """{"Statement":[{"Effect":"Allow","Principal":"*","Action":"*"},{"Effect":"Deny","Principal":"*","Action":"kms:EnableKeyRotation"}]}""" });
        fixture.Unrotated();
        fixture.Unused();
        await fixture.PlanAsync();

        var answer = await fixture.ApplyAsync("--output", "json");

        answer.ExitCode.ShouldBe(1);
        answer.Outcomes().ShouldBe(["changed", "changed", "failed"]);
        answer.Json.GetProperty("keys").EnumerateArray().Single(key => key.GetProperty("outcome").GetString() == "failed")
            .GetProperty("arn").GetString().ShouldBe(denied);
    }

    [Fact]
    public async Task A_dry_run_writes_nothing()
    {
        fixture.Unrotated();
        fixture.Unused();
        await fixture.PlanAsync();

        var answer = await fixture.ApplyAsync("--dry-run", "--output", "json");

        answer.ExitCode.ShouldBe(0, answer.Error);
        answer.Outcomes().ShouldBe(["planned", "planned"]);
        fixture.Writes().ShouldBeEmpty();
    }

    [Fact]
    public async Task Ctrl_C_begins_nothing_more_and_the_same_plan_does_the_rest()
    {
        var begun = fixture.Unrotated();
        var open = fixture.Unrotated("eu-west-1");
        await fixture.PlanAsync("--regions", "us-east-1,eu-west-1");
        fixture.Sandbox.Faults = new() { Rules = [Slow("us-east-1", "EnableKeyRotation"), Slow("eu-west-1", "DescribeKey")] };
        using var stop = new CancellationTokenSource();
        var applying = fixture.RunAsync(["apply", fixture.Path, "--output", "json"], stop.Token);
        while (fixture.Sandbox.Calls.Snapshot().Count(call => call.Fault is not null) < 2)
        {
            applying.IsCompleted.ShouldBeFalse();
            await Task.Delay(10);
        }

        await stop.CancelAsync();

        var answer = await applying;
        answer.ExitCode.ShouldBe(1);
        answer.Error.ShouldContain("What was begun is finished");
        answer.Json.GetProperty("keys").EnumerateArray().Select(key => $"{key.GetProperty("outcome")} {key.GetProperty("arn")}")
            .ShouldBe([$"changed {begun}", $"planned {open}"], ignoreOrder: true);
        fixture.Writes().ShouldBe([$"EnableKeyRotation {begun}"]);

        fixture.Sandbox.Faults = FaultPlan.None;
        await fixture.ApplyAsync();
        fixture.Writes().ShouldBe([$"EnableKeyRotation {begun}", $"EnableKeyRotation {open}"]);
    }

    [Fact]
    public async Task A_hostile_alias_is_inert_in_the_plan_and_on_the_terminal()
    {
        fixture.Unused("us-east-1", new() { Aliases = ["alias/\e[2J\u202e<b>\nkmsguard: all is well"] });
        var planned = await fixture.RunAsync(["plan", "--out", fixture.Path]);
        var file = await File.ReadAllTextAsync(fixture.Path);

        var applied = await fixture.ApplyAsync();

        applied.ExitCode.ShouldBe(0, applied.Error);
        foreach (var text in new[] { planned.Output, file, applied.Output, applied.Error })
        {
            text.ShouldNotContain('\e');
            text.ShouldNotContain('\u202e');
            text.ShouldNotContain("\nkmsguard: all");
        }
    }

    [Fact]
    public async Task What_a_forged_file_says_is_inert_on_the_terminal()
    {
        fixture.Unrotated();
        await fixture.PlanAsync();
        var text = await File.ReadAllTextAsync(fixture.Path);
        await File.WriteAllTextAsync(fixture.Path, text.Replace("\"names\"", "\"na\\u001b[2J\\u202emes\"", StringComparison.Ordinal));

        var line = (await fixture.ApplyAsync()).ShouldBeRefused();

        line.ShouldContain("[2J");
        line.ShouldNotContain('\e');
        line.ShouldNotContain('\u202e');
    }

    [Fact]
    public async Task A_topic_is_told_and_the_answer_goes_to_a_file()
    {
        fixture.Unrotated();
        await fixture.PlanAsync();
        var topic = fixture.Sandbox.Sns.CreateTopic(PlanFixture.Account, "us-east-1", "notices");
        var path = fixture.Path + ".answer";

        var answer = await fixture.ApplyAsync("--topic-arn", topic, "--out", path, "--output", "json");

        answer.ExitCode.ShouldBe(0, answer.Error);
        answer.Output.ShouldBeEmpty();
        (answer with { Output = await File.ReadAllTextAsync(path) }).Outcomes().ShouldBe(["changed"]);
        File.Delete(path);
        fixture.Sandbox.Sns.Messages.ShouldHaveSingleItem().Attributes["kind"].Value.ShouldBe("sweep");
    }

    private static FaultRule Slow(string region, string operation) =>
        new() { Kind = FaultKind.Slow, Region = region, Operation = operation, DelayMilliseconds = 3000 };
}
