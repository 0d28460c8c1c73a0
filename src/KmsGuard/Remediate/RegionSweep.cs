using System.Collections.Concurrent;
using KmsGuard.Detect;
using KmsGuard.Evaluate;
using KmsGuard.Report;

namespace KmsGuard.Remediate;

/// <summary>Sweeps one account and Region, or a slice of it. Each key is read, decided on and acted on as it is listed, many side by
/// side; deletions alone wait until every key is known, because of the breaker.</summary>
/// <param name="kms">The account and Region.</param>
/// <param name="options">What is allowed.</param>
/// <param name="run">On whose behalf, and until when.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Takes each entry as it is made; null for nobody.</param>
public sealed class RegionSweep(IKmsRegion kms, SweepOptions options, Run run, TimeProvider time, DecisionLog? log = null)
{
    // Enough to reach KMS's quotas at 100 ms a call while keys that wait for slow operations stand in line; the quotas
    // themselves are kept by whoever makes the calls.
    private const int Width = 512;
    private const int MaxWarnings = 20;

    private readonly Lock gate = new();
    private readonly List<KeyReport> entries = [];
    private readonly List<DueKey> due = [];
    private readonly List<string> warnings = [];
    private readonly ConcurrentQueue<KeyArn> open = new();
    private readonly KeyRemediation remediation = new(kms, options, run.Id, time);
    private bool breakerOpen;

    /// <summary>Runs once. Only cancellation is thrown.</summary>
    public async Task<RegionResult> RunAsync(SweepCursor start, CancellationToken cancellationToken)
    {
        breakerOpen = start.BreakerOpen;
        due.AddRange(start.Due.Select(DueKey.Carried));
        var listing = new KeyListing(kms, start, run.Stop);
        var aliases = await kms.ListAliasesAsync(cancellationToken);
        if (aliases.Failure is { Kind: FailureKind.OutOfTime })
        {
            return Result(start with { Account = kms.Account }, 0, null, aliases);
        }

        await Parallel.ForEachAsync(
            listing.ReadAsync(cancellationToken), Side(Width, cancellationToken), async (key, stop) => await SweepAsync(key, aliases, stop));
        if (listing.Failure is { } failure)
        {
            HoldDue(key => Breaker.Hold(key, failure));
        }
        else if (listing.Complete && listing.Left.Count == 0 && open.IsEmpty)
        {
            await DeleteAsync(aliases, cancellationToken);
        }

        var next = start with
        {
            Account = kms.Account,
            Marker = listing.Marker,
            Listed = listing.Complete,
            Open = [.. open, .. listing.Left],
            Due = [.. due.Select(key => key.Decision.Arn)],
            BreakerOpen = breakerOpen,
        };
        var listed = listing.Count + start.Open.Count + start.Due.Count - next.Open.Count - next.Due.Count;
        return Result(next, listed, listing.Failure, aliases);
    }

    private async Task SweepAsync(KeyArn arn, Reading<ILookup<string, string>> aliases, CancellationToken cancellationToken)
    {
        var key = await kms.ReadForDecisionAsync(Snapshot(arn, aliases), options, time.GetUtcNow(), cancellationToken);
        Warn(key);
        var decision = KeyEvaluator.Decide(key, options, time.GetUtcNow());
        if (decision.IsDueDeletion)
        {
            AddDue(new(decision, key));
        }
        else
        {
            Settle(await remediation.ActAsync(decision, cancellationToken));
        }
    }

    private async Task DeleteAsync(Reading<ILookup<string, string>> aliases, CancellationToken cancellationToken)
    {
        var keys = due.ToList();
        due.Clear();
        await Parallel.ForEachAsync(keys, Side(Width, cancellationToken), async (one, stop) =>
        {
            // Found due by a slice before: nothing of what that has seen is taken for granted.
            var key = one.Key ?? await kms.ReadForDecisionAsync(Snapshot(one.Decision.Arn, aliases), options, time.GetUtcNow(), stop);
            var done = await remediation.DeleteAsync(key, stop);
            if (done.Reasons.Contains(Reason.OutOfTime))
            {
                lock (gate)
                {
                    due.Add(one);
                }
            }
            else
            {
                Settle(done);
            }
        });
    }

    // Whoever mistyped a tag believes that it works.
    private void Warn(KeySnapshot key)
    {
        if (key.Tags?.Value is { Count: > 0 } tags && LookAlikeTags.Of(tags) is [var tag, ..])
        {
            lock (gate)
            {
                if (warnings.Count < MaxWarnings)
                {
                    warnings.Add($"{key.Arn}: {tag.Describe()}.");
                }
            }
        }
    }

    private void AddDue(DueKey key)
    {
        lock (gate)
        {
            due.Add(key);
            breakerOpen |= Breaker.IsOpen(due.Count, options);
            if (breakerOpen)
            {
                HoldDue(decision => Breaker.Hold(decision, options));
            }
        }
    }

    private void HoldDue(Func<Decision, Decision> hold)
    {
        lock (gate)
        {
            due.ForEach(key => Settle(hold(key.Decision)));
            due.Clear();
        }
    }

    private void Settle(Decision decision)
    {
        if (decision.Reasons.Contains(Reason.OutOfTime))
        {
            open.Enqueue(decision.Arn);
            return;
        }

        var entry = KeyReport.Of(decision, time.GetUtcNow());
        lock (gate)
        {
            entries.Add(entry);
        }

        log?.Invoke(run.Id, kms.Account, kms.Region, entry);
    }

    private RegionResult Result(SweepCursor next, int listed, Failure? failure, Reading<ILookup<string, string>> aliases)
    {
        entries.Sort((one, other) => string.CompareOrdinal(one.Arn, other.Arn));
        return new()
        {
            Account = kms.Account,
            Region = kms.Region,
            Failure = failure,
            Next = next is { Open.Count: 0, Due.Count: 0 } && (next.Listed || failure is not null) ? null : next,
            Listed = listed,
            Keys = entries,
            BreakerOpen = breakerOpen,
            MatchedGlobs = aliases.Value is { } known
                ? [.. options.ExemptAliases.Where(glob => known.Any(key => key.Any(glob.Matches)))]
                : null,
            Warnings = warnings,
            Calls = kms.Calls,
            Throttled = kms.Throttled,
        };
    }

    private static KeySnapshot Snapshot(KeyArn key, Reading<ILookup<string, string>> aliases) => new(key)
    {
        Aliases = aliases.Value is { } known
            ? Reading.Of<IReadOnlyList<string>>([.. known[key.KeyId]])
            : Reading.Failed<IReadOnlyList<string>>(aliases.Failure!),
    };

    private static ParallelOptions Side(int width, CancellationToken cancellationToken) =>
        new() { MaxDegreeOfParallelism = width, CancellationToken = cancellationToken };
}
