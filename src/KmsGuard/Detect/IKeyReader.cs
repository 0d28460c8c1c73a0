namespace KmsGuard.Detect;

/// <summary>One page of the list of keys.</summary>
/// <param name="Keys">Its keys; fewer than asked for, or none, at any page.</param>
/// <param name="Marker">What it was asked for by; null for the first.</param>
/// <param name="Next">What the following page is asked for by; null after the last.</param>
public sealed record KeyPage(IReadOnlyList<KeyArn> Keys, string? Marker, string? Next);

/// <summary>Reads the keys of one account in one Region. Trouble comes back as a value; only cancellation is thrown.</summary>
public interface IKeyReader
{
    /// <summary>Twelve digits: the account being read.</summary>
    string Account { get; }

    /// <summary>The Region being read.</summary>
    string Region { get; }

    /// <summary>Every key, a page at a time (<c>kms:ListKeys</c>).</summary>
    /// <param name="marker">The page to begin with; null for the first.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="FailureException">A page could not be read: what came before it still counts.</exception>
    IAsyncEnumerable<KeyPage> ListKeysAsync(string? marker, CancellationToken cancellationToken);

    /// <summary>Every alias with a target, by the key's id (<c>kms:ListAliases</c>).</summary>
    Task<Reading<ILookup<string, string>>> ListAliasesAsync(CancellationToken cancellationToken);

    /// <summary>The aliases of one key (<c>kms:ListAliases</c>).</summary>
    Task<Reading<IReadOnlyList<string>>> ListAliasesAsync(string keyId, CancellationToken cancellationToken);

    /// <summary>What a key is (<c>kms:DescribeKey</c>). Takes an id or an ARN, never an alias.</summary>
    Task<Reading<KeyDescription>> DescribeKeyAsync(string keyId, CancellationToken cancellationToken);

    /// <summary>Whether it rotates (<c>kms:GetKeyRotationStatus</c>).</summary>
    Task<Reading<RotationStatus>> GetKeyRotationStatusAsync(KeyArn key, CancellationToken cancellationToken);

    /// <summary>Its tags (<c>kms:ListResourceTags</c>).</summary>
    Task<Reading<IReadOnlyDictionary<string, string>>> ListResourceTagsAsync(KeyArn key, CancellationToken cancellationToken);

    /// <summary>Its grants (<c>kms:ListGrants</c>).</summary>
    Task<Reading<IReadOnlyList<KeyGrant>>> ListGrantsAsync(KeyArn key, CancellationToken cancellationToken);

    /// <summary>Its last use (<c>kms:GetKeyLastUsage</c>, five calls a second in an account and Region).</summary>
    Task<Reading<LastUsage>> GetKeyLastUsageAsync(KeyArn key, CancellationToken cancellationToken);
}
