namespace KmsGuard.Tests;

/// <summary>A clock that moves only by hand, and fires the timers that it passes.</summary>
internal sealed class ManualTime : TimeProvider
{
    private readonly List<Pending> timers = [];
    private readonly Lock gate = new();
    private int set;

    public DateTimeOffset Now { get; private set; } = Keys.Now;

    public override DateTimeOffset GetUtcNow() => Now;

    public void Advance(TimeSpan by) => Now += by;

    /// <summary>Runs to the end, moving the clock from timer to timer. Whatever runs must wait for timers only.</summary>
    public Task RunAsync(Func<Task> start) => Task.Run(() =>
    {
        var task = start();
        while (!task.IsCompleted)
        {
            var before = Volatile.Read(ref set);
            Next().Fire();
            // What a timer wakes up goes on at once, but what it cancels goes on in a thread of its own.
            SpinWait.SpinUntil(() => task.IsCompleted || Volatile.Read(ref set) > before, TimeSpan.FromMinutes(5))
                .ShouldBeTrue("it waits, but for no timer");
        }

        return task;
    });

    private Pending Next()
    {
        lock (gate)
        {
            var next = timers.MinBy(timer => timer.Due) ?? throw new InvalidOperationException("It waits, but for no timer.");
            timers.Remove(next);
            Now = next.Due;
            return next;
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Pending(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class Pending(ManualTime time, TimerCallback callback, object? state) : ITimer
    {
        public DateTimeOffset Due { get; private set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time.gate)
            {
                time.timers.Remove(this);
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    Due = time.Now + dueTime;
                    time.timers.Add(this);
                    time.set++;
                }
            }

            return true;
        }

        public void Dispose()
        {
            lock (time.gate)
            {
                time.timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
