using System.Runtime.ExceptionServices;
using KmsGuard.Trust.Tests.Keys;

namespace KmsGuard.Trust.Tests.Crashes;

/// <summary>Goes over every write and both ways of dying at it.</summary>
internal static class EachKill
{
    // Each is a process; more at once than processors would only wait for each other.
    private static readonly int Width = Math.Max(2, Environment.ProcessorCount);

    /// <summary>Runs a case for each kill; the first that fails is told with the kill that it was.</summary>
    public static Task RunAsync(IEnumerable<WriteCall> writes, Func<Kill, Task> run) => Parallel.ForEachAsync(
        Kill.AtEach(writes),
        new ParallelOptions { MaxDegreeOfParallelism = Width },
        async (kill, _) =>
        {
            try
            {
                await run(kill);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                ExceptionDispatchInfo.Throw(new InvalidOperationException($"{kill}: {e.Message}", e));
            }
        });
}
