using KmsGuard.Detect;
using KmsGuard.Remediate;

namespace KmsGuard.Report;

/// <summary>
/// Remembers what people have been told, so that one event is told once and a burst of calls on a doomed key does not
/// flood them: one notice a key, caller and hour, and with the next one the number of those left out.
/// </summary>
/// <remarks>
/// It lives in the memory of the function's execution environment. Lambda keeps an environment for as long as events keep
/// coming, which is what a burst is; each one that runs side by side, and each that starts anew, tells once more. What is
/// lost with an environment is a count, and the metrics have that too. An alert is never lost: forgetting only tells twice.
/// </remarks>
public sealed class AlertMemory(TimeProvider time)
{
    private const int MaxEntries = 10_000;

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly Dictionary<string, DateTimeOffset> events = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (DateTimeOffset Since, int LeftOut)> bursts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> uncounted = new(StringComparer.Ordinal);
    private readonly Lock gate = new();

    /// <summary>Why this event need not be told; null when it must be.</summary>
    public string? Know(KeyEvent happened)
    {
        lock (gate)
        {
            if (happened.Id.Length > 0 && EventKeys(happened).Any(events.ContainsKey))
            {
                return "it has been told already: the same event came again, or its copy from another account";
            }

            if (BurstKey(happened) is { } burst && bursts.TryGetValue(burst, out var told) && time.GetUtcNow() - told.Since < Hour)
            {
                bursts[burst] = told with { LeftOut = told.LeftOut + 1 };
                Remember(happened);
                return "the same caller's use of this key was told within the hour; it is counted";
            }

            return null;
        }
    }

    /// <summary>How many calls like this one were left out since the last notice of them.</summary>
    public int LeftOut(KeyEvent happened)
    {
        lock (gate)
        {
            return BurstKey(happened) is { } burst ? bursts.GetValueOrDefault(burst).LeftOut : 0;
        }
    }

    /// <summary>How many rescues of a key in a row could not be counted in its tags.</summary>
    public int Uncounted(KeyArn? key)
    {
        lock (gate)
        {
            return uncounted.GetValueOrDefault(key?.ToString() ?? "");
        }
    }

    /// <summary>Remembers what became of a rescue: what its key's tags do not count is counted here.</summary>
    public void Rescued(KeyArn? key, RescueResult result)
    {
        var name = key?.ToString() ?? "";
        lock (gate)
        {
            if (result.Outcome == RescueOutcome.Done)
            {
                uncounted.Remove(name);
            }
            else if (result.Uncounted)
            {
                Bound(uncounted);
                uncounted[name] = uncounted.GetValueOrDefault(name) + 1;
            }
        }
    }

    /// <summary>Remembers that people were told: only after the notice was delivered.</summary>
    public void Told(KeyEvent happened)
    {
        lock (gate)
        {
            Remember(happened);
            Bound(bursts);
            if (BurstKey(happened) is { } burst)
            {
                bursts[burst] = (time.GetUtcNow(), 0);
            }
        }
    }

    // Counted events too: each comes again like any other, and has its copies.
    private void Remember(KeyEvent happened)
    {
        Bound(events);
        foreach (var key in EventKeys(happened))
        {
            events[key] = time.GetUtcNow();
        }
    }

    // By kind and key too: an id alone is text that a forged event could have taken from another one.
    private static IEnumerable<string> EventKeys(KeyEvent happened) =>
        new[] { happened.Id, happened.SharedId }.Where(id => !string.IsNullOrEmpty(id)).Select(id => $"{happened.Kind} {happened.Key} {id}");

    // A role rather than its session: every process that assumes it has a session of its own.
    private static string? BurstKey(KeyEvent happened) => happened.Kind == KeyEventKind.DoomedKeyUsed
        ? $"{happened.Key?.ToString() ?? happened.KeyText} {happened.Principal.RoleArn ?? happened.Principal.RoleId ?? happened.Principal.Arn ?? happened.Principal.Name} {happened.ErrorMessage?.Contains("disabled", StringComparison.Ordinal)}"
        : null;

    private static void Bound<T>(Dictionary<string, T> known)
    {
        if (known.Count >= MaxEntries)
        {
            known.Clear();
        }
    }
}
