namespace KmsGuard.Remediate;

/// <summary>How far a sweep has come in one account and Region. Any thread may look while it goes on.</summary>
public sealed class RegionProgress
{
    private readonly IKmsRegion kms;
    private readonly KeyListing listing;
    private readonly RegionLedger ledger;

    internal RegionProgress(IKmsRegion kms, KeyListing listing, RegionLedger ledger, DateTimeOffset begunAt)
    {
        (this.kms, this.listing, this.ledger) = (kms, listing, ledger);
        BegunAt = begunAt;
    }

    /// <summary>Twelve digits.</summary>
    public string Account => kms.Account;

    /// <summary>The Region.</summary>
    public string Region => kms.Region;

    /// <summary>UTC.</summary>
    public DateTimeOffset BegunAt { get; }

    /// <summary>Keys found so far.</summary>
    public int Listed => listing.Count;

    /// <summary>Whether there are no more.</summary>
    public bool AllListed => listing.Complete;

    /// <summary>Keys that have their outcome.</summary>
    public int Settled => ledger.Count;

    /// <summary>Calls that KMS throttled.</summary>
    public int Throttled => kms.Throttled;

    /// <summary>Whether every key has its outcome.</summary>
    public bool Finished => AllListed && Settled >= Listed;
}
