using System.Diagnostics;
using KmsGuard.Benchmarks.Cold;
using KmsGuard.Sandbox;
using KmsGuard.Sandbox.Lambda;
using KmsGuard.Testing;

namespace KmsGuard.Benchmarks.Sweeping;

/// <summary>One program that goes over all keys, and what it cost.</summary>
/// <param name="Seconds">From its start to its end.</param>
/// <param name="ProcessorSeconds">Of all processors.</param>
/// <param name="Megabytes">The most memory it held.</param>
/// <param name="Start">When it was started, by the sandbox's clock.</param>
/// <param name="Calls">What KMS served; throttled calls too.</param>
internal sealed record SweepProcess(
    double Seconds, double ProcessorSeconds, double Megabytes, DateTimeOffset Start, IReadOnlyList<ServedCall> Calls)
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

    /// <summary>The sweep function as it is deployed, from the start of its process until it has answered.</summary>
    public static async Task<SweepProcess> FunctionAsync(AwsSandbox sandbox, ColdSubject function, params string[] regions)
    {
        await using var api = await LambdaRuntimeApi.StartAsync("kmsguard-sweep", time: sandbox.Clock);
        var before = sandbox.Calls.Snapshot().Count;
        var answer = api.InvokeAsync("{}", TimeSpan.FromMinutes(15));
        var at = sandbox.Clock.GetUtcNow();
        var watch = Stopwatch.StartNew();
        await using var process = LambdaProcess.Start(api, new()
        {
            Program = function.Program,
            Handler = "KmsGuard.Lambda",
            AwsEndpoint = sandbox.Endpoint,
            Credentials = sandbox.Sts.CreateSession($"arn:aws:iam::{KeyMix.Account}:role/kmsguard-sweep", "function"),
            Environment = new Dictionary<string, string>
            {
                ["KMSGUARD_FUNCTION"] = "sweep",
                ["KMSGUARD_TOPIC_ARN"] = sandbox.Sns.CreateTopic(KeyMix.Account, regions[0], "sweeps"),
                ["KMSGUARD_REGIONS"] = string.Join(',', regions),
                ["KMSGUARD_ROTATION"] = "enforce",
                ["KMSGUARD_DELETION"] = "enforce",
                ["KMSGUARD_MAX_DELETIONS"] = "100000",
                ["KMSGUARD_QUOTA_SHARE"] = "100",
            },
        });
        var result = await answer;
        var seconds = watch.Elapsed.TotalSeconds;
        using var running = Process.GetProcessById(process.Id);
        var processor = ProcessFigures.Processor(running) ?? TimeSpan.Zero;
        return result.Error is { } error
            ? throw new InvalidOperationException($"{function.Name}: {error.ErrorType}: {error.ErrorMessage}")
            : new(seconds, processor.TotalSeconds, ProcessFigures.PeakMegabytes(process.Id), at, CallsTo(sandbox, before));
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
        var at = sandbox.Clock.GetUtcNow();
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

        return new(seconds, processor.TotalSeconds, megabytes, at, CallsTo(sandbox, before));
    }

    private static List<ServedCall> CallsTo(AwsSandbox sandbox, int before) =>
        [.. sandbox.Calls.Snapshot().Skip(before).Where(call => call.Service == "kms")];
}
