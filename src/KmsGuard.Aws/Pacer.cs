using System.Collections.Concurrent;
using System.Threading.RateLimiting;

namespace KmsGuard.Aws;

/// <summary>
/// Keeps calls to a share of KMS's request quotas, so that a sweep never takes from the applications that use the keys:
/// one token bucket for each account, Region and operation, as KMS counts.
/// </summary>
/// <param name="sharePercent">1 to 100.</param>
internal sealed class Pacer(int sharePercent) : IDisposable
{
    private readonly ConcurrentDictionary<(string Account, string Region, string Operation), Lazy<RateLimiter>> buckets = new();

    /// <summary>Comes back when the next call may be made.</summary>
    public async ValueTask WaitAsync(string account, string region, string operation, CancellationToken cancellationToken)
    {
        var bucket = buckets.GetOrAdd(
            (account, region, operation), key => new(() => new TokenBucketRateLimiter(Options(key.Operation, sharePercent))));
        using var lease = await bucket.Value.AcquireAsync(1, cancellationToken);
    }

    /// <summary>The bucket of an operation: no burst beyond a tenth of a second's worth, and never less than one call.</summary>
    public static TokenBucketRateLimiterOptions Options(string operation, int sharePercent)
    {
        var perSecond = Quotas.Of(operation) * sharePercent / 100.0;
        var tokens = Math.Max(1, (int)(perSecond / 10));
        return new()
        {
            TokenLimit = tokens,
            TokensPerPeriod = tokens,
            ReplenishmentPeriod = TimeSpan.FromSeconds(tokens / perSecond),
            QueueLimit = int.MaxValue,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var bucket in buckets.Values.Where(bucket => bucket.IsValueCreated))
        {
            bucket.Value.Dispose();
        }
    }
}
