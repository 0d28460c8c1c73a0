using System.Runtime.InteropServices;
using SharpFuzz.Common;

namespace KmsGuard.Fuzz;

/// <summary>What instrumented code tells: which branches were taken, about how often, and how many in all.</summary>
/// <remarks>Instrumented code writes as soon as it runs: make one of these before anything of KmsGuard's is touched.</remarks>
internal sealed unsafe class Coverage : IDisposable
{
    private const int Size = 65_536;

    private readonly byte* counters = (byte*)NativeMemory.AllocZeroed(Size);
    private long branches;
    private long limit = long.MaxValue;

    public Coverage()
    {
        Trace.SharedMem = counters;
        Trace.OnBranch = (_, _) =>
        {
            if (++branches > limit)
            {
                limit = long.MaxValue;
                throw new FindingException("the steps are bounded by the length of the input", $"{branches} branches");
            }
        };
    }

    /// <summary>The branches taken since <see cref="Begin"/>.</summary>
    public long Branches => branches;

    /// <summary>Begins an input.</summary>
    public void Begin(long mostBranches)
    {
        new Span<byte>(counters, Size).Clear();
        Trace.PrevLocation = 0;
        (branches, limit) = (0, mostBranches);
    }

    /// <summary>Ends it.</summary>
    /// <param name="seen">What inputs before have reached; takes what this one did.</param>
    /// <returns>Whether it reached something new.</returns>
    public bool End(byte[] seen)
    {
        limit = long.MaxValue;
        var found = false;
        for (var i = 0; i < Size; i += sizeof(ulong))
        {
            if (*(ulong*)(counters + i) == 0)
            {
                continue;
            }

            for (var j = i; j < i + sizeof(ulong); j++)
            {
                var bucket = Bucket(counters[j]);
                found |= (seen[j] & bucket) != bucket;
                seen[j] |= bucket;
            }
        }

        return found;
    }

    /// <summary>A map of nothing.</summary>
    public static byte[] Nothing() => new byte[Size];

    /// <inheritdoc/>
    public void Dispose()
    {
        Trace.OnBranch = (_, _) => { };
        Trace.SharedMem = null;
        NativeMemory.Free(counters);
    }

    // Once, twice, a few times, often: more of the same is nothing new.
    private static byte Bucket(byte count) => count switch
    {
        0 => 0,
        1 => 1,
        2 => 2,
        3 => 4,
        <= 7 => 8,
        <= 15 => 16,
        <= 31 => 32,
        <= 127 => 64,
        _ => 128,
    };
}
