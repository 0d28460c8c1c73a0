using System.Collections.Concurrent;

namespace KmsGuard.Trust.Tests.Faults;

/// <summary>Plays a scene under many seeds, and gathers what went wrong that must not.</summary>
internal static class Chaos
{
    // Scenes mostly wait: for time-outs, for the SDK's backoff, for GetKeyLastUsage's turn.
    private const int AtOnce = 32;

    /// <summary>Plays, and fails when anything was wrong.</summary>
    /// <param name="seeds">The seeds.</param>
    /// <param name="play">Plays one seed's scene, notes what it saw, and gives what was wrong.</param>
    /// <returns>What was seen.</returns>
    public static async Task<Sightings> PlayAsync(ProofSeeds seeds, Func<int, Sightings, Task<IReadOnlyList<string>>> play)
    {
        var seen = new Sightings();
        var wrongs = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(seeds.Seeds, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (seed, _) =>
        {
            foreach (var wrong in await TryAsync(seed))
            {
                wrongs.Add($"{wrong} ({ProofSeeds.Replay(seed)})");
            }
        });
        wrongs.Order(StringComparer.Ordinal).ShouldBeEmpty();
        return seen;

        async Task<IReadOnlyList<string>> TryAsync(int seed)
        {
            try
            {
                return await play(seed, seen);
            }
            catch (Exception e)
            {
                return [e.ToString()];
            }
        }
    }
}
