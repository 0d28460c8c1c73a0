using KmsGuard.Sandbox;

namespace KmsGuard.Benchmarks.Sweeping;

/// <summary>What a key more costs: sweeps of ever more keys, without quotas.</summary>
internal static class Growth
{
    private static readonly int[] Sizes = [1_000, 10_000, 100_000];

    /// <summary>Measures.</summary>
    public static async Task MeasureAsync(Results results, Action<string> say)
    {
        foreach (var keys in Sizes)
        {
            say($"growth: {keys} keys");
            await using var sandbox = await AwsSandbox.StartAsync(new() { Regions = ["us-east-1"], Quotas = false });
            KeyMix.Plant(sandbox, "us-east-1", keys);
            var run = await SweepProcess.KmsGuardAsync(sandbox, "us-east-1");
            var subject = $"{keys} keys";
            results.Add("growth", subject, "wall time", "s", [run.Seconds]);
            results.Add("growth", subject, "time a key", "ms", [run.Seconds * 1000 / keys]);
            results.Add("growth", subject, "processor time a key", "ms", [run.ProcessorSeconds * 1000 / keys]);
            results.Add("growth", subject, "peak memory", "MB", [run.Megabytes]);
        }
    }
}
