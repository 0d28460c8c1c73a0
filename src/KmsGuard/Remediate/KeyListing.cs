using System.Runtime.CompilerServices;
using KmsGuard.Detect;

namespace KmsGuard.Remediate;

/// <summary>Hands out the keys of one account and Region: those a slice before has left, then page after page of the list.
/// It knows how far it has come when time runs out or a page cannot be read.</summary>
internal sealed class KeyListing(IKeyReader kms, SweepCursor start, CancellationToken stop)
{
    private readonly List<KeyArn> left = [];

    /// <summary>The page to go on with.</summary>
    public string? Marker { get; private set; } = start.Marker;

    /// <summary>Whether the last page was read.</summary>
    public bool Complete { get; private set; } = start.Listed;

    /// <summary>Why a page could not be read; null when none failed.</summary>
    public Failure? Failure { get; private set; }

    /// <summary>Keys read from the list.</summary>
    public int Count { get; private set; }

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
