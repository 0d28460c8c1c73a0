using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace KmsGuard.Benchmarks.Micro;

/// <summary>The pure parts, by BenchmarkDotNet.</summary>
internal static class MicroBenchmarks
{
    /// <summary>Measures.</summary>
    public static void Measure(Results results)
    {
        var config = ManualConfig.CreateEmpty()
            .AddColumnProvider(DefaultColumnProviders.Instance)
            .AddLogger(ConsoleLogger.Default)
            .AddDiagnoser(MemoryDiagnoser.Default)
            .WithArtifactsPath(Path.Combine(Repository.Artifacts, "micro"))
            // A project that BenchmarkDotNet writes itself would be held to this repository's analyzers.
            .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
        foreach (var report in BenchmarkRunner.Run<Pure>(config).Reports)
        {
            var name = report.BenchmarkCase.Descriptor.WorkloadMethodDisplayInfo;
            var values = report.ResultStatistics?.OriginalValues ?? [];
            results.Add("micro", name, $"time of {name}", "µs", [.. values.Select(nanoseconds => nanoseconds / 1000)]);
            results.Add("micro", name, $"allocated by {name}", "B", [report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) ?? 0]);
        }
    }
}
