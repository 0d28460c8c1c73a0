using System.Globalization;
using KmsGuard.Sandbox;
using Xunit.Abstractions;

namespace KmsGuard.Trust.Tests.Load;

/// <summary>
/// Thousands of events through the published alert function. KMSGUARD_PROOF_EVENTS says how many, KMSGUARD_PROOF_PROCESSES in
/// how many processes, one after another, as Lambda replaces execution environments. It mostly waits: a process tells of no more
/// than some seven events a second, since each takes a GetKeyLastUsage, and KMS allows five of those a second.
/// </summary>
[Trait("Proof", "load")]
[Collection(PublishedFunctionTests.Name)]
public class LoadTests(PublishedFunction published, ITestOutputHelper output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromHours(3);

    private static readonly int Events = Number("KMSGUARD_PROOF_EVENTS", 400);
    private static readonly int Processes = Number("KMSGUARD_PROOF_PROCESSES", 20);

    [Fact]
    public async Task A_warm_process_loses_no_event_and_its_memory_stays_flat()
    {
        await using var sandbox = await AwsSandbox.StartAsync(new() { Quotas = false });
        // As much heap as a small function has: with a machine's whole memory .NET collects garbage late, and grows until then.
        await using var function = await RunningFunction.StartAsync(published, sandbox, "alert", "DOTNET_GCHeapHardLimit=6000000");
        var served = 0;
        var half = 0.0;
        sandbox.Events.Register("AlertFunction", async (json, stop) =>
        {
            if (++served == Events / 2)
            {
                half = ProcessFigures.PeakMegabytes(function.Process.Id);
            }

            Succeeded(await function.Api.InvokeAsync(json, Patience, stop));
        });
        var flood = new EventFlood(sandbox);

        await flood.RiseAsync(Events, keys: Events / 20);
        await sandbox.Events.IdleAsync().WaitAsync(Patience);

        var end = ProcessFigures.PeakMegabytes(function.Process.Id);
        output.WriteLine($"{served} events; {half:0.0} MB at most in the first half, {end:0.0} MB in all");
        var told = ToldOf(sandbox, flood);
        (await function.LinesAsync("\"LeftOut\"", served - told)).Count.ShouldBe(served - told, "what is not told is counted");
        if (File.Exists("/proc/self/status"))
        {
            end.ShouldBeLessThan(half + 10);
        }
    }

    [Fact]
    public async Task Processes_one_after_another_lose_no_event()
    {
        await using var sandbox = await AwsSandbox.StartAsync(new() { Quotas = false });
        RunningFunction? function = null;
        HashSet<string> seen = [];
        var started = 0;
        sandbox.Events.Register("AlertFunction", async (json, stop) =>
        {
            // An event that is delivered again is no further one, and goes to the same process.
            if (seen.Add(json) && (seen.Count - 1L) * Processes / Events >= started)
            {
                await (function?.DisposeAsync() ?? default);
                function = await RunningFunction.StartAsync(published, sandbox, "alert");
                started++;
            }

            Succeeded(await function!.Api.InvokeAsync(json, Patience, stop));
        });
        var flood = new EventFlood(sandbox);

        await flood.RiseAsync(Events, keys: Events / 20);
        await sandbox.Events.IdleAsync().WaitAsync(Patience);
        await function!.DisposeAsync();

        var told = ToldOf(sandbox, flood);
        output.WriteLine($"{seen.Count} events in {started} processes, {told} told");
        started.ShouldBe(Processes);
    }

    // How many events people were told of; the others are more uses of a doomed key by the same caller, after a notice of it.
    private static int ToldOf(AwsSandbox sandbox, EventFlood flood)
    {
        sandbox.Events.DeadLetters.ShouldBeEmpty();
        var taken = flood.Taken;
        var told = sandbox.Sns.Messages.Select(message => message.Attributes["eventId"].Value).ToList();
        told.ShouldBeUnique();
        told.ShouldBeSubsetOf(taken.Select(one => one.Id));
        var ids = told.ToHashSet();
        var untold = taken.Where(one => !ids.Contains(one.Id)).ToList();
        untold.ShouldAllBe(one => one.Name == "GenerateDataKey");
        var toldUses = taken.Where(one => ids.Contains(one.Id) && one.Name == "GenerateDataKey").Select(one => one.Key).ToHashSet();
        untold.ShouldAllBe(one => toldUses.Contains(one.Key));
        taken.Count.ShouldBe(Events);
        return told.Count;
    }

    private void Succeeded(Sandbox.Lambda.LambdaResult result)
    {
        if (result.Error is { } error)
        {
            output.WriteLine($"delivered again: {error.ErrorMessage}");
            throw new InvalidOperationException(error.ErrorMessage);
        }
    }

    private static int Number(string variable, int otherwise) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
