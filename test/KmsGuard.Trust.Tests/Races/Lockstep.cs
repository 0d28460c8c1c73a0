namespace KmsGuard.Trust.Tests.Races;

/// <summary>Nobody makes its next call before everybody who has not ended has come to it.</summary>
internal sealed class Lockstep(IEnumerable<string> parties)
{
    private readonly Dictionary<string, int> steps = parties.ToDictionary(party => party, _ => 0);
    private readonly object gate = new();

    /// <summary>One has come to its next call.</summary>
    public void Step(string party)
    {
        lock (gate)
        {
            if (!steps.TryGetValue(party, out var taken))
            {
                return;
            }

            steps[party] = ++taken;
            Monitor.PulseAll(gate);
            while (steps.Values.Any(others => others < taken))
            {
                Monitor.Wait(gate, TimeSpan.FromMinutes(2)).ShouldBeTrue("somebody never comes");
            }
        }
    }

    /// <summary>One has ended.</summary>
    public void End(string party)
    {
        lock (gate)
        {
            steps.Remove(party);
            Monitor.PulseAll(gate);
        }
    }
}
