namespace KmsGuard.Sandbox;

/// <summary>The sandbox's time: it runs as the system's does, and can be moved forward, so that a 30-day wait takes no time.</summary>
public sealed class SandboxClock : TimeProvider
{
    private long offsetTicks;

    /// <param name="start">Where the clock begins (UTC); null for the present.</param>
    public SandboxClock(DateTimeOffset? start = null)
    {
        if (start is { } at)
        {
            offsetTicks = (at - System.GetUtcNow()).Ticks;
        }
    }

    /// <summary>Raised after each move, so that what fell due in between can happen.</summary>
    public event EventHandler? Moved;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddTicks(Interlocked.Read(ref offsetTicks));

    /// <summary>Moves the clock forward.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The step is negative: nothing in AWS un-happens.</exception>
    public void Advance(TimeSpan step)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(step, TimeSpan.Zero);
        Interlocked.Add(ref offsetTicks, step.Ticks);
        Moved?.Invoke(this, EventArgs.Empty);
    }
}
