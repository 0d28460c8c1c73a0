using System.Diagnostics;
using KmsGuard.Sandbox.Wire;
using KmsGuard.Trust.Tests.Keys;

namespace KmsGuard.Trust.Tests.Crashes;

/// <summary>The command in a process of its own that is killed at one of its writes, as no program can prevent (SIGKILL).</summary>
/// <param name="Error">What it had told until then.</param>
/// <param name="Begun">The writes that it had asked for.</param>
/// <param name="Wrongs">What ought not to have been at one of them.</param>
internal sealed record KilledProgram(string Error, IReadOnlyList<WriteCall> Begun, IReadOnlyList<string> Wrongs)
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "KmsGuard.Cli.dll");

    /// <summary>Runs it up to its death.</summary>
    public static async Task<KilledProgram> RunAsync(CrashAccount account, IEnumerable<string> arguments, Kill kill)
    {
        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var watch = new WriteWatch(account.Sandbox, write => kill.Before(write, Die), write => kill.After(write, Die));
        var start = new ProcessStartInfo("dotnet", [Program, .. account.Here(arguments)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["AWS_ACCESS_KEY_ID"] = "AKIAEXAMPLE";
        start.Environment["AWS_SECRET_ACCESS_KEY"] = "secret";
        using var process = Process.Start(start)!;
        started.SetResult(process);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        await output;
        process.ExitCode.ShouldNotBe(0, $"{kill} is to kill it; it said {await error}");
        return new(await error, watch.Begun, watch.Wrongs);

        // Not before it is dead does KMS go on: an answer would let the program do something more.
        void Die()
        {
            var process = started.Task.GetAwaiter().GetResult();
            process.Kill();
            process.WaitForExit();
        }
    }
}

/// <summary>When a program is killed.</summary>
/// <param name="At">At which of its writes.</param>
/// <param name="Done">Whether KMS has done the write, and only its answer never comes; or it never had the call.</param>
internal sealed record Kill(WriteCall At, bool Done)
{
    private int struck;

    /// <summary>Every write, in both ways.</summary>
    public static IEnumerable<Kill> AtEach(IEnumerable<WriteCall> writes) => writes.SelectMany(write => new Kill[] { new(write, false), new(write, true) });

    /// <summary>Kills when it is time, and lets KMS do nothing.</summary>
    public void Before(WriteCall write, Action die)
    {
        if (!Done && write == At && Interlocked.Exchange(ref struck, 1) == 0)
        {
            die();
            throw new AwsException("KMSInternalException", "The caller is dead.");
        }
    }

    /// <summary>Kills when it is time.</summary>
    public void After(WriteCall write, Action die)
    {
        if (Done && write == At && Interlocked.Exchange(ref struck, 1) == 0)
        {
            die();
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"killed {(Done ? "after" : "before")} {At.Operation} {At.Tag} of {At.Key}";
}
