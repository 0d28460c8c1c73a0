using System.Collections.Concurrent;

namespace KmsGuard.Aws.Pacing;

/// <summary>
/// Keeps calls to a share of KMS's request quotas, so that a sweep never takes from the applications that use the keys:
/// one token bucket for each account, Region and operation, as KMS counts.
/// </summary>
/// <param name="sharePercent">1 to 100.</param>
internal sealed class Pacer(int sharePercent) : IDisposable
{
    private readonly ConcurrentDictionary<(string Account, string Region, string Operation), Lazy<QuotaBucket>> buckets = new();

    /// <summary>The bucket that calls of an operation take their turns from.</summary>
    public QuotaBucket BucketOf(string account, string region, string operation) => buckets.GetOrAdd(
        (account, region, operation),
        static (key, share) => new(() => new QuotaBucket(key.Operation, share, TimeProvider.System)),
        sharePercent).Value;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var bucket in buckets.Values.Where(bucket => bucket.IsValueCreated))
        {
            bucket.Value.Dispose();
        }
    }
}
