using System.Collections.Concurrent;
using KmsGuard.Detect;
using KmsGuard.Evaluate;
using KmsGuard.Report;

namespace KmsGuard.Remediate;

/// <summary>Sweeps one account and Region, or a slice of it. Each key is read, decided on and acted on as it is listed, many side by
/// side; deletions alone wait until it is known that they are not too many, because of the breaker.</summary>
/// <param name="kms">The account and Region.</param>
/// <param name="options">What is allowed.</param>
/// <param name="run">On whose behalf, and until when.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Takes each entry as it is made; null for nobody.</param>
/// <param name="begun">Takes what there is to look at while it goes on; null for nobody.</param>
public sealed class RegionSweep(
    IKmsRegion kms, SweepOptions options, Run run, TimeProvider time, DecisionLog? log = null, Action<RegionProgress>? begun = null)
{
    // Enough to reach KMS's quotas at 100 ms a call while keys that wait for slow operations stand in line; the quotas
    // themselves are kept by whoever makes the calls.
    private const int Width = 512;

    // Of keys that were read before their aliases. Enough for some of them to have come as far as GetKeyLastUsage, and a few MB.
    private const int MaxWaiting = 2048;
    private const int MaxWarnings = 20;

    private readonly ConcurrentQueue<string> warnings = new();
    private readonly KeyRemediation remediation = new(kms, options, run.Id, time);

    /// <summary>Runs. Only cancellation is thrown.</summary>
    public async Task<RegionResult> RunAsync(SweepCursor start, CancellationToken cancellationToken)
    {
        var ledger = new RegionLedger(options, start, entry => log?.Invoke(run.Id, kms.Account, kms.Region, entry), time);
        var listing = new KeyListing(kms, start, run.Stop);
        begun?.Invoke(new(kms, listing, ledger, time.GetUtcNow()));
        var naming = kms.ListAliasesAsync(cancellationToken);
        await SweepAsync(listing, naming, ledger, cancellationToken);
        var aliases = await naming;
        if (aliases.Failure is { Kind: FailureKind.OutOfTime })
        {
            return Result(ledger, start with { Account = kms.Account }, 0, null, aliases);
        }

        if (listing.Failure is { } failure)
        {
            ledger.Hold(due => Breaker.Hold(due, failure));
        }
        else if (listing.Complete && listing.Left.Count == 0 && ledger.Open.Count == 0)
        {
            ledger.HoldIfBreakerOpen();
            await Parallel.ForEachAsync(
                ledger.TakeDue(), Side(cancellationToken), async (due, stop) => await DeleteAsync(due, aliases, ledger, stop));
        }

        var next = start with
        {
            Account = kms.Account,
            Marker = listing.Marker,
            Listed = listing.Complete,
            Open = [.. ledger.Open, .. listing.Left],
            Due = [.. ledger.Due],
            BreakerOpen = ledger.BreakerOpen,
        };
        var listed = listing.Count + start.Open.Count + start.Due.Count - next.Open.Count - next.Due.Count;
        return Result(ledger, next, listed, listing.Failure, aliases);
    }

    // KMS gives a hundred aliases a page, one page after the other: where there are thousands, that takes longer than all else
    // that comes before the first GetKeyLastUsage, the slowest operation. So the keys of a long list are read meanwhile, as far as
    // that goes without aliases; nothing is decided before they are known. It costs a DescribeKey for each key of AWS's, at most
    // one a service, that its alias would have told of. A list of one page is not worth that, nor are exempt aliases, which spare
    // keys the reads that are dear.
    private async Task SweepAsync(
        KeyListing listing, Task<Reading<ILookup<string, string>>> aliases, RegionLedger ledger, CancellationToken cancellationToken)
    {
        ConcurrentQueue<Task> waiting = new();
        await Parallel.ForEachAsync(listing.ReadAsync(cancellationToken), Side(cancellationToken), async (arn, _) =>
        {
            if (!listing.IsLong || options.ExemptAliases.Count > 0 || aliases.IsCompleted)
            {
                await SweepAsync(new(arn), listing, aliases, ledger, cancellationToken);
                return;
            }

            var key = await kms.ReadForDecisionAsync(new(arn), options, time.GetUtcNow(), cancellationToken);
            var swept = SweepAsync(key, listing, aliases, ledger, cancellationToken);
            if (waiting.Count < MaxWaiting)
            {
                // It makes room for a key that may take longer.
                waiting.Enqueue(swept);
            }
            else
            {
                await swept;
            }
        });
        await Task.WhenAll(waiting);
    }

    private async Task SweepAsync(
        KeySnapshot key, KeyListing listing, Task<Reading<ILookup<string, string>>> naming, RegionLedger ledger, CancellationToken cancellationToken)
    {
        var aliases = await naming;
        if (aliases.Failure is { Kind: FailureKind.OutOfTime })
        {
            return;
        }

        key = await kms.ReadForDecisionAsync(key with { Aliases = Of(key.Arn, aliases) }, options, time.GetUtcNow(), cancellationToken);
        Warn(key);
        var decision = KeyEvaluator.Decide(key, options, time.GetUtcNow());
        if (decision.IsDueDeletion)
        {
            ledger.Wait(new(decision, key));
        }
        else
        {
            ledger.Settle(await remediation.ActAsync(decision, cancellationToken));
        }

        // One for each key that is decided on, since each has a place among those that are under way.
        if (ledger.TakeAllowed(listing.Length) is { } due)
        {
            await DeleteAsync(due, aliases, ledger, cancellationToken);
        }
    }

    private async Task DeleteAsync(DueKey due, Reading<ILookup<string, string>> aliases, RegionLedger ledger, CancellationToken cancellationToken)
    {
        // Found due by a slice before: nothing of what that has seen is taken for granted.
        var key = due.Key ?? await kms.ReadForDecisionAsync(
            new(due.Decision.Arn) { Aliases = Of(due.Decision.Arn, aliases) }, options, time.GetUtcNow(), cancellationToken);
        var done = await remediation.DeleteAsync(key, cancellationToken);
        if (done.IsOutOfTime)
        {
            ledger.Wait(due);
        }
        else
        {
            ledger.Settle(done);
        }
    }

    // Whoever mistyped a tag believes that it works.
    private void Warn(KeySnapshot key)
    {
        if (key.Tags?.Value is { Count: > 0 } tags && LookAlikeTags.Of(tags) is [var tag, ..] && warnings.Count < MaxWarnings)
        {
            warnings.Enqueue($"{key.Arn}: {tag.Describe()}.");
        }
    }

    private RegionResult Result(
        RegionLedger ledger, SweepCursor next, int listed, Failure? failure, Reading<ILookup<string, string>> aliases) => new()
        {
            Account = kms.Account,
            Region = kms.Region,
            Failure = failure,
            Next = next is { Open.Count: 0, Due.Count: 0 } && (next.Listed || failure is not null) ? null : next,
            Listed = listed,
            Keys = ledger.Entries(),
            BreakerOpen = ledger.BreakerOpen,
            MatchedGlobs = aliases.Value is { } known
                ? [.. options.ExemptAliases.Where(glob => known.Any(key => key.Any(glob.Matches)))]
                : null,
            Warnings = [.. warnings],
            Calls = kms.Calls,
            Throttled = kms.Throttled,
        };

    private static Reading<IReadOnlyList<string>> Of(KeyArn key, Reading<ILookup<string, string>> aliases) =>
        aliases.Value is { } known
            ? Reading.Of<IReadOnlyList<string>>([.. known[key.KeyId]])
            : Reading.Failed<IReadOnlyList<string>>(aliases.Failure!);

    private static ParallelOptions Side(CancellationToken cancellationToken) =>
        new() { MaxDegreeOfParallelism = Width, CancellationToken = cancellationToken };
}
