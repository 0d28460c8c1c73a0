using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace KmsGuard.Benchmarks.Cold;

/// <summary>Lambda's processor: whole while a function starts, and from its first event on the share that its memory buys.</summary>
internal static partial class ProcessorShare
{
    /// <summary>The memory that buys one processor, in MB (AWS: "Configure Lambda function memory").</summary>
    public const int WholeMegabytes = 1769;

    // As the Linux kernel gives out a quota, in milliseconds.
    private const double Period = 20;

    private const int Continue = 18, Stop = 19;

    /// <summary>Lets a process run for its share of each period, from its first event until the answer.</summary>
    public static Task HoldAsync(int process, Func<bool> begun, int megabytes, Task answer) =>
        megabytes >= WholeMegabytes ? Task.CompletedTask : Task.Factory.StartNew(
            () => Hold(process, begun, Period * megabytes / WholeMegabytes, answer), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static void Hold(int process, Func<bool> begun, double running, Task answer)
    {
        while (!begun() && !answer.IsCompleted)
        {
            Thread.Sleep(0);
        }

        var watch = Stopwatch.StartNew();
        for (var period = 0; !answer.IsCompleted; period++)
        {
            Until((period * Period) + running);
            _ = Kill(process, Stop);
            Until((period + 1) * Period);
            _ = Kill(process, Continue);
        }

        void Until(double milliseconds)
        {
            while (watch.Elapsed.TotalMilliseconds < milliseconds && !answer.IsCompleted)
            {
                Thread.Sleep(0);
            }
        }
    }

    [SuppressMessage("Interoperability", "SYSLIB1054", Justification = "Numbers alone need no generated code, which would need unsafe blocks.")]
    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int Kill(int process, int signal);
}
