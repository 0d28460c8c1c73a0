using System.Threading.RateLimiting;

namespace KmsGuard.Aws.Pacing;

/// <summary>The turns of one operation in one account and Region, given out in the order in which they are asked for.</summary>
internal sealed class QuotaBucket(string operation, int sharePercent, TimeProvider time) : IDisposable
{
    // Only who is first in line takes tokens. So a slowdown is felt by all who wait, not just by those who come later.
    private readonly SemaphoreSlim line = new(1, 1);
    private readonly TokenBucketRateLimiter tokens = new(Options(operation, sharePercent));
    private readonly Slowdown slowdown = new(time);

    /// <summary>
    /// The bucket of an operation: what falls due within ten milliseconds at a time, and at least one token. Beside that
    /// it holds a tenth of a second's worth, so that a wait that ends late costs no rate.
    /// </summary>
    public static TokenBucketRateLimiterOptions Options(string operation, int sharePercent)
    {
        var perSecond = Quotas.Of(operation) * sharePercent / 100.0;
        var each = Math.Max(1, (int)(perSecond / 100));
        return new()
        {
            // Where a token takes longer than a second, ending late makes no difference, but a second one would.
            TokenLimit = each + (perSecond > 1 ? (int)Math.Ceiling(perSecond / 10) : 0),
            TokensPerPeriod = each,
            // Up, never down: the share is a limit.
            ReplenishmentPeriod = TimeSpan.FromTicks((long)Math.Ceiling(each / perSecond * TimeSpan.TicksPerSecond)),
            // By the time that has passed, not by a timer's ticks: they come late, and those of an idle bucket cost as much.
            AutoReplenishment = false,
        };
    }

    /// <summary>Comes back when the next attempt may be made.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        await line.WaitAsync(cancellationToken);
        try
        {
            for (var taken = 0; taken < slowdown.Turns; taken++)
            {
                await TakeAsync(cancellationToken);
            }
        }
        finally
        {
            line.Release();
        }
    }

    /// <summary>KMS throttled an attempt: the next ones take their time.</summary>
    public void Throttled() => slowdown.Throttled();

    /// <inheritdoc/>
    public void Dispose()
    {
        tokens.Dispose();
        line.Dispose();
    }

    private async Task TakeAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            tokens.TryReplenish();
            using var lease = tokens.AttemptAcquire();
            if (lease.IsAcquired)
            {
                return;
            }

            await Task.Delay(tokens.ReplenishmentPeriod, time, cancellationToken);
        }
    }
}
