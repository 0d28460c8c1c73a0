using KmsGuard.Detect;

namespace KmsGuard.Remediate;

/// <summary>KMS in one account and Region, to read and to act on. After its run's time is up, calls that are not begun
/// come back as failures of the kind <see cref="FailureKind.OutOfTime"/>.</summary>
public interface IKmsRegion : IKeyReader, IKeyWriter
{
    /// <summary>The calls made so far by API operation, each HTTP attempt counted.</summary>
    IReadOnlyDictionary<string, int> Calls { get; }

    /// <summary>How many of them KMS throttled.</summary>
    int Throttled { get; }
}

/// <summary>Opens KMS in the accounts and Regions that a run goes over.</summary>
public interface IKmsRegions
{
    /// <summary>Makes sure that an account can be entered.</summary>
    /// <param name="account">Twelve digits: an account entered through the member role; null for the caller's own.</param>
    /// <param name="region">The Region whose STS to ask where no home Region is configured.</param>
    /// <param name="run">On whose behalf, for the role session's name.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Twelve digits.</returns>
    /// <exception cref="FailureException">It could not be entered, or there are no credentials.</exception>
    Task<string> EnterAsync(string? account, string region, Run run, CancellationToken cancellationToken);

    /// <summary>KMS in one Region.</summary>
    /// <param name="account">As <see cref="EnterAsync"/> takes it.</param>
    /// <param name="region">The Region.</param>
    /// <param name="run">On whose behalf. Each run counts its own calls.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="FailureException">The account could not be entered, or there are no credentials.</exception>
    Task<IKmsRegion> OpenAsync(string? account, string region, Run run, CancellationToken cancellationToken);

    /// <summary>Who the caller is (an ARN), for hold tags and reports; null when that cannot be found out.</summary>
    Task<string?> WhoAmIAsync(CancellationToken cancellationToken);
}
