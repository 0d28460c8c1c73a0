using System.Runtime.CompilerServices;
using KmsGuard.Detect;

namespace KmsGuard.Remediate;

/// <summary>Hands out the keys of one account and Region: those a slice before has left, then page after page of the list.
/// It knows how far it has come when time runs out or a page cannot be read.</summary>
internal sealed class KeyListing(IKeyReader kms, SweepCursor start, CancellationToken stop)
{
    private readonly List<KeyArn> left = [];

    // One number, so that no thread can see that the list is complete and not how long it is; -1 until then.
    private volatile int length = start.Listed ? 0 : -1;

    /// <summary>The page to go on with.</summary>
    public string? Marker { get; private set; } = start.Marker;

    /// <summary>Whether the last page was read.</summary>
    public bool Complete { get; private set; } = start.Listed;

    /// <summary>Why a page could not be read; null when none failed.</summary>
    public Failure? Failure { get; private set; }

    /// <summary>Keys read from the list.</summary>
    public int Count { get; private set; }

    /// <summary>Their number once the list is complete; null until then, and for ever where a page cannot be read. Any thread may ask.</summary>
    public int? Length => length < 0 ? null : length;

    /// <summary>Whether the list has more than one page, as far as is known.</summary>
    public bool IsLong { get; private set; } = start.Marker is not null;

    /// <summary>Those of them that were not handed out any more.</summary>
    public IReadOnlyList<KeyArn> Left => left;

    /// <summary>The keys. Only cancellation is thrown.</summary>
    public async IAsyncEnumerable<KeyArn> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var key in start.Open.Where(IsInTime))
        {
            yield return key;
        }

        if (Complete)
        {
            yield break;
        }

        await using var pages = kms.ListKeysAsync(Marker, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (!stop.IsCancellationRequested && await MoveNextAsync(pages))
        {
            foreach (var key in pages.Current.Keys.Where(IsInTime))
            {
                yield return key;
            }
        }
    }

    private async Task<bool> MoveNextAsync(IAsyncEnumerator<KeyPage> pages)
    {
        try
        {
            if (!await pages.MoveNextAsync())
            {
                return false;
            }
        }
        catch (FailureException e)
        {
            // Out of time is no failure: the next slice asks for the same page.
            Failure = e.Failure.Kind == FailureKind.OutOfTime ? null : e.Failure;
            return false;
        }

        Count += pages.Current.Keys.Count;
        Marker = pages.Current.Next;
        Complete = Marker is null;
        IsLong |= !Complete;
        length = Complete ? Count : -1;
        return true;
    }

    private bool IsInTime(KeyArn key)
    {
        if (stop.IsCancellationRequested)
        {
            left.Add(key);
            return false;
        }

        return true;
    }
}
