using System.Diagnostics;
using Amazon.Runtime;
using KmsGuard.Cli;
using KmsGuard.Sandbox;

namespace KmsGuard.EndToEnd.Tests;

public class KilledRollbackTests
{
    private const int Kills = 20;
    private const int KeysPerRegion = 6;

    // Fixed, so that a failure can be had again; what else is under way when the kill strikes is up to the machine.
    private const int Seed = 20260518;

    private static readonly string[] Regions = ["us-east-1", "eu-west-1"];

    [Fact]
    public async Task A_rollback_that_is_killed_at_any_point_ends_in_the_same_state_when_it_is_run_again()
    {
        await using var sandbox = await AwsSandbox.StartAsync(new() { Quotas = false, Regions = Regions });
        var other = sandbox.Kms.Seed(RunningFunction.Account, Regions[0], new() { KeyState = "PendingDeletion" });
        var chance = new Random(Seed);
        var halfway = 0;
        for (var i = 0; i < Kills; i++)
        {
            var keys = Plant(sandbox, $"run-{i}");
            // A cancel, a tag and an enable a key.
            var write = chance.Next(1, 3 * keys.Count);
            await KillAtAsync(sandbox, $"run-{i}", write);
            var left = await StatesAsync(sandbox, keys);
            halfway += left.Distinct().Count() > 1 ? 1 : 0;

            // The same program, but in this process: starting another twenty would take longer than all else.
            using var error = new StringWriter();
            var exitCode = await CommandLine.RunAsync([.. Arguments(sandbox, $"run-{i}")], new()
            {
                Output = TextWriter.Null,
                Error = error,
                Credentials = new BasicAWSCredentials("AKIAEXAMPLE", "secret"),
            });

            var told = $"killed in write {write}, which left {string.Join(", ", left)}; then {error}";
            exitCode.ShouldBe(0, told);
            (await StatesAsync(sandbox, keys)).ShouldAllBe(state => state == "Enabled, held", told);
        }

        (await StatesAsync(sandbox, [other])).ShouldBe(["PendingDeletion"]);
        // Kills that all came too early or too late would prove nothing.
        halfway.ShouldBeGreaterThan(Kills / 2);
    }

    private static IReadOnlyList<string> Plant(AwsSandbox sandbox, string run) =>
    [
        .. Enumerable.Range(0, KeysPerRegion * Regions.Length).Select(i => sandbox.Kms.Seed(
            RunningFunction.Account,
            Regions[i % Regions.Length],
            new() { KeyState = "PendingDeletion", Tags = new Dictionary<string, string> { ["kmsguard:run"] = run } })),
    ];

    // KMS has acted then, and the process does not learn of it any more.
    private static async Task KillAtAsync(AwsSandbox sandbox, string run, int write)
    {
        using var started = new ManualResetEventSlim();
        Process process = null!;
        var served = sandbox.Kms.CallEnded;
        sandbox.Kms.CallEnded = call =>
        {
            served?.Invoke(call);
            if (call.Request.Operation is "CancelKeyDeletion" or "TagResource" or "EnableKey" && Interlocked.Decrement(ref write) == 0)
            {
                started.Wait();
                process.Kill();
            }
        };
        process = Start(sandbox, run);
        started.Set();
        await process.WaitForExitAsync();
        sandbox.Kms.CallEnded = served;
        process.ExitCode.ShouldNotBe(0, "it is to be killed");
        process.Dispose();
    }

    private static async Task<IReadOnlyList<string>> StatesAsync(AwsSandbox sandbox, IReadOnlyList<string> keys)
    {
        List<string> states = [];
        foreach (var key in keys)
        {
            using var kms = Person.In(sandbox, key.Split(':')[3]);
            var state = (await kms.DescribeKeyAsync(key)).KeyMetadata.KeyState.Value;
            var tags = (await kms.ListResourceTagsAsync(new() { KeyId = key })).Tags ?? [];
            states.Add(tags.Exists(tag => tag.TagKey == "kmsguard:hold") ? $"{state}, held" : state);
        }

        return states;
    }

    private static Process Start(AwsSandbox sandbox, string run)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "KmsGuard.Cli.dll"), .. Arguments(sandbox, run)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["AWS_ACCESS_KEY_ID"] = "AKIAEXAMPLE";
        start.Environment["AWS_SECRET_ACCESS_KEY"] = "secret";
        return Process.Start(start)!;
    }

    private static IEnumerable<string> Arguments(AwsSandbox sandbox, string run) =>
    [
        "rollback", "--run", run, "--regions", string.Join(',', Regions), "--re-enable", "--reason", "test",
        "--endpoint-url", sandbox.Endpoint.ToString(), "--region", Regions[0],
    ];
}
