using System.Runtime.CompilerServices;
using KmsGuard.Detect;

namespace KmsGuard.Aws.Detect;

/// <summary>One page of a list operation.</summary>
/// <param name="Items">What is on it; null for nothing.</param>
/// <param name="Truncated">Whether there are more; absent is no.</param>
/// <param name="NextMarker">Where they begin.</param>
internal sealed record Page<T>(IEnumerable<T>? Items, bool? Truncated, string? NextMarker);

/// <summary>Goes through the pages of a list operation by its markers: KMS may return fewer items than asked for, even none.</summary>
internal static class Pages
{
    /// <summary>Every page from a marker on; null for the first.</summary>
    /// <exception cref="FailureException">A page could not be read, or the markers lead nowhere new.</exception>
    public static async IAsyncEnumerable<(IReadOnlyList<T> Items, string? Marker, string? Next)> ReadAsync<T>(
        string operation, Func<string?, Task<Page<T>>> fetch, string? marker, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        do
        {
            var (items, next) = await FetchAsync(operation, fetch, marker, cancellationToken);
            yield return (items, marker, next);
            // A list that breaks off or goes round in circles must not pass for a whole one.
            if (next is not null && !seen.Add(next))
            {
                throw new FailureException(new(
                    FailureKind.Service, operation, "RepeatedMarker", "The service gave a page marker for the second time."));
            }

            marker = next;
        }
        while (marker is not null);
    }

    /// <summary>The items of every page.</summary>
    /// <exception cref="FailureException">A page could not be read, or the markers lead nowhere new.</exception>
    public static async Task<IReadOnlyList<T>> AllAsync<T>(
        string operation, Func<string?, Task<Page<T>>> fetch, CancellationToken cancellationToken)
    {
        var all = new List<T>();
        await foreach (var page in ReadAsync(operation, fetch, null, cancellationToken))
        {
            all.AddRange(page.Items);
        }

        return all;
    }

    private static async Task<(IReadOnlyList<T> Items, string? Next)> FetchAsync<T>(
        string operation, Func<string?, Task<Page<T>>> fetch, string? marker, CancellationToken cancellationToken)
    {
        try
        {
            var page = await fetch(marker);
            return ([.. page.Items ?? []], page.Truncated != true ? null
                : page.NextMarker is { Length: > 0 } next ? next
                : throw new FormatException("The service says that there is more, but not where."));
        }
        catch (Exception e)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new FailureException(FailureMapping.From(operation, e));
        }
    }
}
