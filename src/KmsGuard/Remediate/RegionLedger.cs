using KmsGuard.Detect;
using KmsGuard.Evaluate;
using KmsGuard.Report;

namespace KmsGuard.Remediate;

/// <summary>What has become of the keys of one account and Region so far. Any thread may write.</summary>
/// <param name="options">The breaker's threshold.</param>
/// <param name="start">What slices before have left.</param>
/// <param name="settled">Takes each entry as it is made.</param>
/// <param name="time">The clock.</param>
internal sealed class RegionLedger(SweepOptions options, SweepCursor start, Action<KeyReport> settled, TimeProvider time)
{
    private readonly Lock gate = new();
    private readonly List<KeyReport> entries = [];
    private readonly List<KeyArn> open = [];
    private bool shut;
    private List<DueKey> due = [.. start.Due.Select(DueKey.Carried)];

    /// <summary>Whether more deletions are due than allowed.</summary>
    public bool BreakerOpen { get; private set; } = start.BreakerOpen || Breaker.IsOpen(start.Due.Count, options);

    /// <summary>Keys that have their outcome. Any thread may ask.</summary>
    public int Count
    {
        get
        {
            lock (gate)
            {
                return entries.Count;
            }
        }
    }

    /// <summary>Keys for which time ran out.</summary>
    public IReadOnlyCollection<KeyArn> Open => open;

    /// <summary>Due deletions that wait.</summary>
    public IEnumerable<KeyArn> Due => due.Select(key => key.Decision.Arn);

    /// <summary>The keys that have their outcome, by ARN.</summary>
    public IReadOnlyList<KeyReport> Entries()
    {
        entries.Sort((one, other) => string.CompareOrdinal(one.Arn, other.Arn));
        return entries;
    }

    /// <summary>A key has its outcome; unless time ran out before.</summary>
    public void Settle(Decision decision)
    {
        var entry = decision.IsOutOfTime ? null : KeyReport.Of(decision, time.GetUtcNow());
        lock (gate)
        {
            if (entry is null)
            {
                open.Add(decision.Arn);
                return;
            }

            entries.Add(entry);
        }

        settled(entry);
    }

    /// <summary>A deletion is due. It waits, or is held when it is one too many, with all that wait.</summary>
    public void Wait(DueKey key)
    {
        lock (gate)
        {
            due.Add(key);
            BreakerOpen |= Breaker.IsOpen(due.Count, options);
        }

        HoldIfBreakerOpen();
    }

    /// <summary>Holds every deletion that waits, when they are too many.</summary>
    public void HoldIfBreakerOpen()
    {
        if (BreakerOpen)
        {
            Hold(decision => Breaker.Hold(decision, options));
        }
    }

    /// <summary>Holds every deletion that waits.</summary>
    public void Hold(Func<Decision, Decision> hold) => TakeDue().ForEach(key => Settle(hold(key.Decision)));

    /// <summary>One of the deletions that wait, as soon as the breaker cannot open any more; it waits here no longer. Null for none.</summary>
    /// <param name="listed">The keys of the list, once it is complete; null until then.</param>
    public DueKey? TakeAllowed(int? listed)
    {
        lock (gate)
        {
            // For good: from here on, what was deleted has an outcome too.
            shut = shut || (!BreakerOpen && !Breaker.MayOpen(listed + start.Open.Count + start.Due.Count, entries.Count, options));
            if (!shut || due is not [.., var last])
            {
                return null;
            }

            due.RemoveAt(due.Count - 1);
            return last;
        }
    }

    /// <summary>The deletions that wait; they wait here no longer.</summary>
    public List<DueKey> TakeDue()
    {
        lock (gate)
        {
            var taken = due;
            due = [];
            return taken;
        }
    }
}
