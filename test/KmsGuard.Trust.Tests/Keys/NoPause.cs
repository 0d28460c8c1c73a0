namespace KmsGuard.Trust.Tests.Keys;

/// <summary>A clock on which a rollback's pause before its second look takes no time.</summary>
internal sealed class NoPause(TimeProvider inner) : TimeProvider
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    public override DateTimeOffset GetUtcNow() => inner.GetUtcNow();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, dueTime == Pause ? TimeSpan.Zero : dueTime, period);
}
