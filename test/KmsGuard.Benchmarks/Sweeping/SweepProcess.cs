using System.Diagnostics;
using KmsGuard.Sandbox;
using KmsGuard.Testing;

namespace KmsGuard.Benchmarks.Sweeping;

/// <summary>One program that goes over all keys, and what it cost.</summary>
/// <param name="Seconds">From its start to its end.</param>
/// <param name="ProcessorSeconds">Of all processors.</param>
/// <param name="Megabytes">The most memory it held.</param>
/// <param name="Calls">What KMS served, by operation; throttled calls too.</param>
/// <param name="Throttled">How many of them KMS refused because of its quotas.</param>
internal sealed record SweepProcess(
    double Seconds, double ProcessorSeconds, double Megabytes, IReadOnlyDictionary<string, int> Calls, int Throttled)
{
    /// <summary>kmsguard sweep, enforcing, with all of the quotas.</summary>
    public static Task<SweepProcess> KmsGuardAsync(AwsSandbox sandbox, params string[] regions)
    {
        var ledger = Path.Combine(Repository.Artifacts, "ledger.json");
        return MeasureAsync(
            sandbox, "dotnet",
            [
                Path.Combine(AppContext.BaseDirectory, "KmsGuard.Cli.dll"), "sweep", "--regions", string.Join(',', regions), "--region", regions[0],
                "--rotation", "enforce", "--deletion", "enforce", "--max-deletions", "100000", "--quota-share", "100",
                "--output", "json", "--out", ledger,
            ]);
    }

    /// <summary>Runs a program against the sandbox.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static async Task<SweepProcess> MeasureAsync(AwsSandbox sandbox, string program, IEnumerable<string> arguments)
    {
        var before = sandbox.Calls.Snapshot().Count;
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["AWS_ENDPOINT_URL"] = sandbox.Endpoint.ToString();
        start.Environment["AWS_ACCESS_KEY_ID"] = "AKIAEXAMPLE";
        start.Environment["AWS_SECRET_ACCESS_KEY"] = "secret";
        start.Environment["AWS_REGION"] = start.Environment["AWS_DEFAULT_REGION"] = "us-east-1";
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        var (megabytes, processor) = (0.0, TimeSpan.Zero);
        while (!process.HasExited)
        {
            megabytes = Math.Max(megabytes, ProcessFigures.PeakMegabytes(process.Id));
            processor = ProcessFigures.Processor(process) ?? processor;
            await Task.WhenAny(process.WaitForExitAsync(), Task.Delay(50));
        }

        var seconds = watch.Elapsed.TotalSeconds;
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {await error}{await output}");
        }

        var calls = sandbox.Calls.Snapshot().Skip(before).Where(call => call.Service == "kms").ToList();
        return new(
            seconds, processor.TotalSeconds, megabytes,
            calls.CountBy(call => call.Operation).ToDictionary(StringComparer.Ordinal),
            calls.Count(call => call.ErrorCode == "ThrottlingException"));
    }
}
