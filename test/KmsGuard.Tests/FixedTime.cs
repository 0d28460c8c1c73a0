namespace KmsGuard.Tests;

/// <summary>A clock that stands still; its timers run.</summary>
internal sealed class FixedTime(DateTimeOffset now) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => now;
}
