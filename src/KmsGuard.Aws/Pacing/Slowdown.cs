namespace KmsGuard.Aws.Pacing;

/// <summary>
/// How far throttling lowers a rate: each attempt takes twice as many turns as before, up to sixteen, and half as many
/// again after every ten seconds without throttling. Somebody else uses the quota then, and comes first.
/// </summary>
internal sealed class Slowdown(TimeProvider time)
{
    /// <summary>The most turns that an attempt takes.</summary>
    public const int Most = 16;

    /// <summary>How long it has to be quiet for the rate to double.</summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromSeconds(10);

    // Attempts that are under way together are throttled together: that is one reason to slow down, not thirty.
    private static readonly TimeSpan Together = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private int turns = 1;
    private long raised;
    private long quietSince;

    /// <summary>The turns that an attempt takes now: 1 where nothing was throttled of late.</summary>
    public int Turns
    {
        get
        {
            lock (gate)
            {
                return Relax();
            }
        }
    }

    /// <summary>An attempt was throttled.</summary>
    public void Throttled()
    {
        lock (gate)
        {
            if (Relax() == 1 || (turns < Most && time.GetElapsedTime(raised) >= Together))
            {
                turns *= 2;
                raised = time.GetTimestamp();
            }

            quietSince = time.GetTimestamp();
        }
    }

    private int Relax()
    {
        while (turns > 1 && time.GetElapsedTime(quietSince) >= Quiet)
        {
            turns /= 2;
            quietSince += (long)(Quiet.TotalSeconds * time.TimestampFrequency);
        }

        return turns;
    }
}
