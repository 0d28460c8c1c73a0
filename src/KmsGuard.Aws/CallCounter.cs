using System.Collections.Concurrent;

namespace KmsGuard.Aws;

/// <summary>Counts the HTTP attempts of one account, Region and run.</summary>
internal sealed class CallCounter
{
    private readonly ConcurrentDictionary<string, int> calls = new(StringComparer.Ordinal);
    private int throttled;

    /// <summary>Attempts by operation, as of now.</summary>
    public IReadOnlyDictionary<string, int> Calls => new SortedDictionary<string, int>(calls.ToDictionary(), StringComparer.Ordinal);

    /// <summary>How many of them were throttled.</summary>
    public int Throttled => Volatile.Read(ref throttled);

    /// <summary>One attempt.</summary>
    public void Called(string operation) => calls.AddOrUpdate(operation, 1, (_, count) => count + 1);

    /// <summary>One attempt that was throttled.</summary>
    public void WasThrottled() => Interlocked.Increment(ref throttled);
}
