using KmsGuard.Detect;
using KmsGuard.Evaluate;
using KmsGuard.Remediate;

namespace KmsGuard.Report;

/// <summary>A ledger sorted for people in one pass: it may hold a hundred thousand keys.</summary>
internal sealed class SweepSummary
{
    private readonly Dictionary<Outcome, List<KeyReport>> byOutcome = [];
    private readonly Dictionary<string, List<KeyReport>> held = new(StringComparer.Ordinal);

    public SweepSummary(SweepReport report)
    {
        List<KeyReport> pending = [];
        foreach (var key in report.Keys)
        {
            if (key.IsPendingDeletion)
            {
                pending.Add(key);
            }

            // What needs nobody is only counted, and the report has counted it.
            if (key.Outcome is Outcome.Changed or Outcome.Planned or Outcome.Failed or Outcome.Unreadable)
            {
                Add(byOutcome, key.Outcome, key);
            }
            else if (key.Outcome == Outcome.Held)
            {
                key.Reasons.Distinct().ToList().ForEach(reason => Add(held, reason, key));
            }
        }

        Pending = pending.Count;
        LastChance = [.. pending.Where(key => key.IsLastChance).OrderBy(key => key.DeletionDate)];
        Later = [.. pending.Where(key => key.DaysLeft is not null && !key.IsLastChance).OrderBy(key => key.DeletionDate)];
        Undated = pending.FindAll(key => key.DaysLeft is null);
        Held = [.. held.OrderBy(entry => HeldReason.Rank(entry.Key)).Select(entry => (entry.Key, (IReadOnlyList<KeyReport>)entry.Value))];
        Saved = pending.Count(key => key.State == KeyState.PendingDeletion) * SweepTotals.DollarsAKeyAndMonth;
        Trouble = report.Regions.Any(region => region.Status == RegionStatus.Failed || !region.AddsUp)
            || this[Outcome.Failed].Count > 0 || this[Outcome.Unreadable].Count > 0 || held.ContainsKey(Reason.BreakerOpen);
        Deletions = this[Outcome.Changed].Count(key => key.Action == nameof(KeyAction.ScheduleKeyDeletion));
    }

    /// <summary>Keys pending deletion, those that this run scheduled included.</summary>
    public int Pending { get; }

    /// <summary>Those deleted within a week, the soonest first.</summary>
    public IReadOnlyList<KeyReport> LastChance { get; }

    /// <summary>Those deleted later, the soonest first.</summary>
    public IReadOnlyList<KeyReport> Later { get; }

    /// <summary>Those without a date: they wait for their replicas, or the date could not be read.</summary>
    public IReadOnlyList<KeyReport> Undated { get; }

    /// <summary>Held keys by reason, the most important first; a key with several reasons stands under each.</summary>
    public IReadOnlyList<(string Reason, IReadOnlyList<KeyReport> Keys)> Held { get; }

    /// <summary>USD a month that the keys pending deletion cost no longer. A primary that waits for its replicas is left out:
    /// AWS's price list does not say.</summary>
    public decimal Saved { get; }

    /// <summary>Whether something went wrong; a Region that only is not finished is not wrong.</summary>
    public bool Trouble { get; }

    /// <summary>Deletions that this run scheduled.</summary>
    public int Deletions { get; }

    /// <summary>The keys of an outcome that needs somebody: changed, planned, failed or unreadable.</summary>
    public IReadOnlyList<KeyReport> this[Outcome outcome] => byOutcome.GetValueOrDefault(outcome) ?? [];

    private static void Add<T>(Dictionary<T, List<KeyReport>> lists, T name, KeyReport key)
        where T : notnull
    {
        if (!lists.TryGetValue(name, out var list))
        {
            lists[name] = list = [];
        }

        list.Add(key);
    }
}
