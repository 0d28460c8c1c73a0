using System.Diagnostics;
using System.Text.Json;
using KmsGuard.Sandbox;
using KmsGuard.Sandbox.Kms;

namespace KmsGuard.EndToEnd.Tests;

public class SweepMemoryTests
{
    private const int Keys = 100_000;

    private const int MostMegabytes = 200;

    // Keys come in blocks of one mix.
    private const int Block = 2000;

    private static readonly string[] Regions = ["us-east-1", "us-west-2", "eu-west-1"];

    [ProcFact]
    public async Task A_sweep_of_a_hundred_thousand_keys_stays_under_200_MB_and_tells_of_every_one()
    {
        await using var sandbox = await AwsSandbox.StartAsync(new() { Quotas = false, Regions = Regions });
        for (var i = 0; i < Keys; i++)
        {
            sandbox.Kms.Seed(RunningFunction.Account, Regions[i / Block % Regions.Length], Mixed(i, sandbox.Clock.GetUtcNow()));
        }

        var ledger = Path.Combine(Directory.CreateTempSubdirectory("kmsguard-ledger-").FullName, "ledger.json");
        try
        {
            var (exitCode, error, megabytes) = await SweepAsync(sandbox, ledger);

            exitCode.ShouldBe(0, error);
            await using var file = File.OpenRead(ledger);
            using var report = await JsonDocument.ParseAsync(file);
            report.RootElement.GetProperty("keys").EnumerateArray().Select(key => key.GetProperty("arn").GetString()).Distinct().Count().ShouldBe(Keys);
            report.RootElement.GetProperty("totals").GetProperty("outcomes").EnumerateObject().Select(one => $"{one.Name} {one.Value}")
                .ShouldBe(["aws-managed 60000", "changed 50", "compliant 10000", "exempt 1950", "held 1000", "ineligible 27000"]);
            megabytes.ShouldBeLessThan(MostMegabytes);
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(ledger)!, recursive: true);
        }
    }

    // Most of it costs no call or one, so that the test takes seconds.
    private static KeySeed Mixed(int i, DateTimeOffset now) => (i % Block) switch
    {
        < 1200 => new() { KeyManager = "AWS", Aliases = [$"alias/aws/service-{i}"] },
        < 1400 => new() { RotationPeriodInDays = 365, Aliases = [$"alias/app-{i}"] },
        < 1401 => new(),
        < 1440 => new() { KeyState = "Disabled", Tags = new Dictionary<string, string> { ["kmsguard:exempt"] = "legal" } },
        < 1460 => new()
        {
            KeyState = "Disabled",
            CreatedAt = now.AddDays(-100),
            Tags = new Dictionary<string, string> { ["kmsguard:hold"] = "still needed", ["kmsguard:disabled-since"] = "2026-01-01" },
        },
        _ => new() { KeySpec = "ECC_NIST_P256" },
    };

    private static async Task<(int ExitCode, string Error, double Megabytes)> SweepAsync(AwsSandbox sandbox, string ledger)
    {
        var start = new ProcessStartInfo(
            "dotnet",
            [
                Path.Combine(AppContext.BaseDirectory, "KmsGuard.Cli.dll"), "sweep", "--regions", string.Join(',', Regions),
                "--rotation", "enforce", "--deletion", "enforce", "--quota-share", "100", "--output", "json", "--out", ledger,
                "--endpoint-url", sandbox.Endpoint.ToString(), "--region", Regions[0],
            ])
        {
            RedirectStandardError = true,
        };
        // As a small Lambda function's memory bounds it: on a machine with memory to spare .NET collects garbage late, and the
        // peak says nothing about the sweep. What does not fit fails: in hexadecimal, 96 MB for everything but code.
        start.Environment["DOTNET_GCHeapHardLimit"] = "6000000";
        start.Environment["AWS_ACCESS_KEY_ID"] = "AKIAEXAMPLE";
        start.Environment["AWS_SECRET_ACCESS_KEY"] = "secret";
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var most = 0.0;
        while (!process.HasExited)
        {
            most = Math.Max(most, ProcessFigures.PeakMegabytes(process.Id));
            await Task.Delay(20);
        }

        return (process.ExitCode, await error, most);
    }

    private sealed class ProcFactAttribute : FactAttribute
    {
        public ProcFactAttribute()
        {
            if (!File.Exists("/proc/self/status"))
            {
                Skip = "This system has no /proc to read a process's peak memory from.";
            }
        }
    }
}
