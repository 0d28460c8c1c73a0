using System.Diagnostics;
using System.Text.Json.Nodes;
using KmsGuard.Detect;
using KmsGuard.Evaluate;
using KmsGuard.Remediate;
using KmsGuard.Sandbox.Kms;
using KmsGuard.Sandbox.Lambda;
using KmsGuard.Trust.Tests.Keys;

namespace KmsGuard.Trust.Tests.Crashes;

/// <summary>The function's process is killed in a slice that goes on with a run, at each of its writes in turn; Lambda then invokes
/// it once more with the same <c>next</c>.</summary>
[Trait("Proof", "crashes")]
public sealed class SliceCrashTests
{
    private const string Region = "us-east-1";

    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(5);
    private static readonly IReadOnlyList<(string Region, KeySeed Seed)> Keys =
        [.. CrashKeys.ForSweep.Where(key => key.Region == Region && key.Seed.Tags.Count > 0)];

    [Fact]
    public async Task A_slice_that_is_killed_at_any_write_is_finished_by_the_same_slice_or_taken_back_by_its_run_id()
    {
        IReadOnlyList<WriteCall> writes;
        IReadOnlyList<string> end;
        await using (var account = await CrashAccount.StartAsync(Keys))
        {
            await using var watch = new WriteWatch(account.Sandbox);
            (await InvokeAsync(account)).Result.Error.ShouldBeNull();
            (writes, end) = (watch.Begun, account.Outline(account.Before));
            writes.Count.ShouldBe(4);
        }

        await EachKill.RunAsync(writes, async kill =>
        {
            await using var account = await CrashAccount.StartAsync(Keys);
            var killed = await InvokeAsync(account, kill);
            killed.Result.Error.ShouldNotBeNull().ErrorType.ShouldBe("Runtime.ExitError");
            killed.Output.ShouldContain(line => line.Contains($"Sweeping as run {CrashKeys.Run}.", StringComparison.Ordinal));
            await TakenBack.CheckAsync(account, CrashKeys.Run);

            var again = await InvokeAsync(account);

            again.Result.Error.ShouldBeNull();
            account.Outline(account.Before).ShouldBe(end);
            account.Look().Values.Where(key => key.State == "PendingDeletion").ShouldAllBe(key => key.Run == CrashKeys.Run);
            // What the killed slice has scheduled is of this run, and its ledger has it.
            var outcomes = JsonNode.Parse(again.Result.Payload!)!["regions"]![0]!["outcomes"]!;
            ((int?)outcomes["changed"], (int?)outcomes["held"]).ShouldBe((2, 1));
        });
    }

    private static async Task<(LambdaResult Result, IReadOnlyList<string> Output)> InvokeAsync(CrashAccount account, Kill? kill = null)
    {
        await using var api = await LambdaRuntimeApi.StartAsync("kmsguard-sweep");
        await using var process = LambdaProcess.Start(api, new LambdaFunction
        {
            Program = Path.Combine(AppContext.BaseDirectory, "KmsGuard.Lambda.dll"),
            Handler = "KmsGuard.Lambda",
            AwsEndpoint = account.Sandbox.Endpoint,
            Credentials = account.Sandbox.Sts.CreateSession(RunningFunction.Role, "kmsguard-sweep"),
            Environment = new Dictionary<string, string>
            {
                ["KMSGUARD_FUNCTION"] = "sweep",
                ["KMSGUARD_TOPIC_ARN"] = RunningFunction.Topic(account.Sandbox),
                ["KMSGUARD_DISABLED_DAYS"] = "30",
                ["KMSGUARD_IDLE_DAYS"] = "0",
            },
        });
        await using var watch = kill is null ? null : new WriteWatch(account.Sandbox, write => kill.Before(write, Die), write => kill.After(write, Die));
        var result = await api.InvokeAsync($$"""{"next":"{{Next(account)}}"}""", Timeout);
        watch?.Wrongs.ShouldBeEmpty();
        return (result, process.Output);

        void Die()
        {
            using var running = Process.GetProcessById(process.Id);
            running.Kill();
            running.WaitForExit();
        }
    }

    // A slice before this one has read the whole Region and found two keys due; one is left open.
    private static string Next(CrashAccount account)
    {
        var keys = account.Before.Keys.Select(KeyArn.Parse).ToLookup(key => account.Before[key.ToString()].Held);
        return SweepToken.Write(new()
        {
            RunId = CrashKeys.Run,
            Account = RunningFunction.Account,
            Region = Region,
            Rotation = RuleMode.Enforce,
            Deletion = RuleMode.Enforce,
            Listed = true,
            Open = [.. keys[true]],
            Due = [.. keys[false]],
        });
    }
}
