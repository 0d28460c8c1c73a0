using KmsGuard.Aws;
using KmsGuard.Benchmarks.Cold;
using KmsGuard.Sandbox;
using KmsGuard.Sandbox.Faults;
using KmsGuard.Testing;

namespace KmsGuard.Benchmarks.Sweeping;

/// <summary>A sweep against KMS's request quotas, 20 ms a call, beside sweeps as others write them.</summary>
internal static class SweepAtQuota
{
    private const int Keys = 10_000, SequentialKeys = 500, CliKeys = 100;

    private static readonly string[] Regions = ["us-east-1", "us-west-2", "eu-west-1"];

    private static readonly FaultPlan Latency = new()
    {
        Rules = [new() { Kind = FaultKind.Slow, Service = "kms", DelayMilliseconds = 20 }],
    };

    /// <summary>Measures.</summary>
    /// <param name="results">Takes the figures.</param>
    /// <param name="only">Leaves out the subjects that others made; they take minutes.</param>
    /// <param name="say">Tells how far it is.</param>
    public static async Task MeasureAsync(Results results, bool only, Action<string> say)
    {
        var function = await ColdSubject.ReadyToRunAsync(say);
        // So that what is measured is not the sandbox's own first time.
        await using (var sandbox = await AwsSandbox.StartAsync(new() { Regions = Regions, Faults = Latency }))
        {
            KeyMix.Plant(sandbox, Regions[0], SequentialKeys);
            _ = await SweepProcess.FunctionAsync(sandbox, function, Regions[0]);
        }

        await OneAsync("function, 10,000 keys", Keys, Regions[..1], (sandbox, regions) => SweepProcess.FunctionAsync(sandbox, function, regions));
        await OneAsync("function, 3 x 10,000 keys", Keys, Regions, (sandbox, regions) => SweepProcess.FunctionAsync(sandbox, function, regions));
        await OneAsync("kmsguard, 10,000 keys", Keys, Regions[..1], SweepProcess.KmsGuardAsync);
        await OneAsync("kmsguard, 3 x 10,000 keys", Keys, Regions, SweepProcess.KmsGuardAsync);
        if (only)
        {
            return;
        }

        if (Command.Find("python3") is not null)
        {
            var script = Path.Combine(Repository.Baselines, "python", "sweep.py");
            await OneAsync("boto3, 32 threads", Keys, Regions[..1], (sandbox, _) => SweepProcess.MeasureAsync(sandbox, "python3", [script, "32"]));
            await OneAsync($"boto3, sequential, {SequentialKeys} keys scaled", SequentialKeys, Regions[..1], (sandbox, _) => SweepProcess.MeasureAsync(sandbox, "python3", [script, "1"]));
        }

        if (Command.Find("aws") is not null)
        {
            var script = Path.Combine(Repository.Baselines, "conformity.sh");
            await OneAsync($"AWS CLI, rotation only, {CliKeys} keys scaled", CliKeys, Regions[..1], (sandbox, _) => SweepProcess.MeasureAsync(sandbox, "bash", [script]));
        }

        async Task OneAsync(string subject, int keys, string[] regions, Func<AwsSandbox, string[], Task<SweepProcess>> sweep)
        {
            say($"sweep: {subject}");
            await using var sandbox = await AwsSandbox.StartAsync(new() { Regions = Regions, Faults = Latency });
            foreach (var region in regions)
            {
                KeyMix.Plant(sandbox, region, keys);
            }

            var run = await sweep(sandbox, regions);
            var scale = (double)Keys / keys;
            var calls = run.Calls.CountBy(call => call.Operation).ToDictionary(StringComparer.Ordinal);
            var slowest = calls.MaxBy(call => (double)call.Value / Quotas.Of(call.Key));
            var floor = (double)slowest.Value / Quotas.Of(slowest.Key) / regions.Length;
            Add("wall time for 10,000 keys a Region", "s", run.Seconds * scale);
            Add("floor, the calls of the slowest operation by its quota", "s", floor * scale);
            Add("wall time over the floor", "times", run.Seconds / floor);
            var times = run.Calls.Where(call => call.Operation == slowest.Key).Select(call => (call.At - run.Start).TotalSeconds).ToList();
            Add("  until the first call of the slowest operation", "s", times.Min());
            Add("  after its last call", "s", run.Seconds - times.Max());
            Add("throttled calls", "calls", run.Calls.Count(call => call.ErrorCode == "ThrottlingException") * scale);
            Add("processor time", "s", run.ProcessorSeconds * scale);
            Add("peak memory", "MB", run.Megabytes);
            foreach (var (operation, count) in calls.OrderBy(call => call.Key, StringComparer.Ordinal))
            {
                Add($"calls: {operation}", "calls", count * scale / regions.Length);
            }

            void Add(string figure, string unit, double value) => results.Add("sweep-at-quota", subject, figure, unit, [value]);
        }
    }
}
