using System.Text.Json;

namespace KmsGuard.Cli.Tests;

public sealed class PlanCommandTests : IAsyncLifetime
{
    private readonly PlanFixture fixture = new();

    public Task InitializeAsync() => fixture.InitializeAsync();

    public Task DisposeAsync() => fixture.DisposeAsync();

    [Fact]
    public async Task A_plan_writes_nothing_to_AWS_whatever_mode_is_asked_for()
    {
        var (rotating, unused, marked) = (fixture.Unrotated(), fixture.Unused(), fixture.Unmarked());

        var answer = await fixture.RunAsync(["plan", "--out", fixture.Path, "--rotation", "enforce", "--deletion", "enforce", "--output", "json"]);

        answer.ExitCode.ShouldBe(0, answer.Error);
        fixture.Writes().ShouldBeEmpty();
        answer.Outcomes().ShouldBe(["held", "planned", "planned"]);
        answer.Json.GetProperty("deletion").GetString().ShouldBe("dry-run");
        using var plan = await ReadAsync();
        plan.RootElement.GetProperty("keys").EnumerateArray()
            .Select(key => $"{key.GetProperty("action").GetProperty("operation")} {key.GetProperty("arn")}")
            .ShouldBe([$"EnableKeyRotation {rotating}", $"ScheduleKeyDeletion {unused}", $"TagResource {marked}"], ignoreOrder: true);
        plan.RootElement.GetProperty("account").GetString().ShouldBe(PlanFixture.Account);
        plan.RootElement.GetProperty("caller").GetString()!.ShouldStartWith("arn:aws:");
        answer.Error.ShouldContain($"--digest {plan.RootElement.GetProperty("digest").GetString()}");
    }

    [Fact]
    public async Task The_plan_says_what_could_not_be_read_and_so_does_the_exit_code()
    {
        fixture.Unrotated("us-east-1", new() { Policy = """{"Statement":[{"Effect":"Deny","Principal":"*","Action":"kms:DescribeKey"}]}""" });

        var answer = await fixture.RunAsync(["plan", "--out", fixture.Path, "--regions", "us-east-1,ap-south-1"]);

        answer.ExitCode.ShouldBe(1);
        using var plan = await ReadAsync();
        plan.RootElement.GetProperty("keys").GetArrayLength().ShouldBe(0);
        plan.RootElement.GetProperty("regions").EnumerateArray()
            .Select(region => $"{region.GetProperty("region")} {region.GetProperty("status")} {region.GetProperty("outcomes")}")
            .ShouldBe(["us-east-1 complete {\n        \"unreadable\": 1\n      }", "ap-south-1 not-enabled {}"]);
    }

    [Fact]
    public async Task More_deletions_than_allowed_are_in_no_plan()
    {
        fixture.Unused();
        fixture.Unused();

        var answer = await fixture.RunAsync(["plan", "--out", fixture.Path, "--max-deletions", "1"]);

        answer.ExitCode.ShouldBe(1);
        using var plan = await ReadAsync();
        plan.RootElement.GetProperty("keys").GetArrayLength().ShouldBe(0);
        plan.RootElement.GetProperty("warnings")[0].GetString()!.ShouldContain("More than 1 deletions are due");
    }

    [Fact]
    public async Task A_plan_that_is_stopped_is_not_written_and_the_one_before_is_kept()
    {
        await File.WriteAllTextAsync(fixture.Path, "from yesterday");
        fixture.Unused();
        using var stopped = new ManualResetEventSlim();
        var begun = 0;
        fixture.Sandbox.Kms.CallEnded += call =>
        {
            if (call.Request.Operation == "DescribeKey")
            {
                Interlocked.Increment(ref begun);
                stopped.Wait();
            }
        };
        using var stop = new CancellationTokenSource();
        var planning = fixture.RunAsync(["plan", "--out", fixture.Path], stop.Token);
        while (Volatile.Read(ref begun) == 0)
        {
            planning.IsCompleted.ShouldBeFalse();
            await Task.Delay(10);
        }

        await stop.CancelAsync();
        stopped.Set();

        var answer = await planning;
        answer.ExitCode.ShouldBe(1);
        answer.Error.ShouldContain("No plan was written");
        (await File.ReadAllTextAsync(fixture.Path)).ShouldBe("from yesterday");
    }

    [Fact]
    public async Task A_plan_that_could_not_begin_leaves_no_file()
    {
        var answer = await CommandFixture.RunAtAsync(new("http://127.0.0.1:9"), "", "plan", "--region", "us-east-1", "--out", fixture.Path);

        answer.ShouldBeRefused().ShouldContain("nothing was done");
        File.Exists(fixture.Path).ShouldBeFalse();
    }

    private async Task<JsonDocument> ReadAsync() => JsonDocument.Parse(await File.ReadAllTextAsync(fixture.Path));
}
