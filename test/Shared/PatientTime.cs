namespace KmsGuard.Testing;

/// <summary>
/// A clock on which the product's time limits last longer than their name says, so that a machine with too much to do does
/// not run into them: no test waits for one but those in which something hangs. Pauses below a second stay what they are.
/// </summary>
/// <param name="inner">Tells the time.</param>
/// <param name="budgets">How many times as long the budgets last, of up to five seconds.</param>
internal sealed class PatientTime(TimeProvider inner, double budgets) : TimeProvider
{
    // What bounds a whole invocation must leave room for what its budgets have grown to.
    private const double Limits = 20;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => inner.GetUtcNow();

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, Longer(dueTime), period);

    private TimeSpan Longer(TimeSpan time) =>
        time < TimeSpan.FromSeconds(1) ? time : time * (time <= TimeSpan.FromSeconds(5) ? budgets : Limits);
}
