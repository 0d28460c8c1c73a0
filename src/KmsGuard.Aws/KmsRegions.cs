using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Amazon.KeyManagementService;
using Amazon.Runtime;
using KmsGuard.Aws.Http;
using KmsGuard.Aws.Pacing;
using KmsGuard.Aws.Remediate;
using KmsGuard.Detect;
using KmsGuard.Remediate;
using KmsGuard.Report;

namespace KmsGuard.Aws;

/// <summary>
/// KMS in every account and Region that the caller can enter. Make one a process: pacing and sessions are kept here.
/// </summary>
public sealed class KmsRegions : IKmsRegions, IDisposable
{
    private readonly AwsSettings settings;
    private readonly AWSCredentials credentials;
    private readonly Pacer pacer;
    private readonly CallerAccount caller;

    // Counters are a run's own, so a client serves one run: a new run takes the place of the one before.
    private readonly ConcurrentDictionary<(string Account, string Region), (Run Run, KmsRegion Kms)> opened = new();

    /// <param name="settings">How AWS is reached.</param>
    /// <param name="quotaSharePercent">How much of each KMS request quota to take at most: 1 to 100.</param>
    /// <exception cref="AwsSettingsException">There are no credentials, no such profile, or the endpoint is no URL.</exception>
    public KmsRegions(AwsSettings settings, int quotaSharePercent)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(quotaSharePercent, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quotaSharePercent, 100);
        settings.Check();
        this.settings = settings;
        credentials = settings.ResolveCredentials();
        pacer = new(quotaSharePercent);
        caller = new(settings, credentials);
    }

    /// <summary>
    /// The caller's own account, where it is known without asking, as Lambda tells it: an alert then waits for one call and
    /// one connection less. Null to ask STS.
    /// </summary>
    public string? OwnAccount { get; set; }

    /// <inheritdoc/>
    /// <remarks>
    /// The caller's own account, named or not, is entered with the caller's own credentials and never through the member
    /// role: an organization's management account, or the hub that a sweep runs in, mostly has no such role in itself.
    /// </remarks>
    public Task<string> EnterAsync(string? account, string region, Run run, CancellationToken cancellationToken) => InTimeAsync(
        account,
        run,
        async () =>
        {
            var own = await caller.IdentifyAsync(region, cancellationToken);
            if (account is not null && account != own.Account)
            {
                await caller.EnterAsync(account, region, run.Id, cancellationToken);
            }

            return account ?? own.Account;
        },
        cancellationToken);

    /// <inheritdoc/>
    /// <remarks>As <see cref="EnterAsync"/>.</remarks>
    public Task<IKmsRegion> OpenAsync(string? account, string region, Run run, CancellationToken cancellationToken) =>
        InTimeAsync(account, run, () => KmsAsync(account, region, run, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public async Task<string?> WhoAmIAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await caller.IdentifyAsync(null, cancellationToken)).Arn;
        }
        catch (FailureException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        pacer.Dispose();
        caller.Dispose();
    }

    // What STS was asked is left to come to its end: its answer serves the next invocation.
    private static async Task<T> InTimeAsync<T>(
        string? account, Run run, Func<Task<T>> enter, CancellationToken cancellationToken)
    {
        try
        {
            run.Stop.ThrowIfCancellationRequested();
            return await enter().WaitAsync(run.Stop);
        }
        catch (OperationCanceledException) when (run.Stop.IsCancellationRequested)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw FailureMapping.OutOfTime(account is null ? "GetCallerIdentity" : "AssumeRole");
        }
    }

    private async Task<IKmsRegion> KmsAsync(string? account, string region, Run run, CancellationToken cancellationToken)
    {
        if (!RegionCatalog.IsRegionName(region))
        {
            throw new FailureException(new(
                FailureKind.Service, "OpenRegion", "InvalidRegion", $"'{SafeText.OneLine(region, 40)}' is not a Region's name."));
        }

        var own = OwnAccount ?? (await caller.IdentifyAsync(region, cancellationToken)).Account;
        account ??= own;
        if (opened.TryGetValue((account, region), out var before) && before.Run == run)
        {
            return before.Kms;
        }

        var entered = account == own
            ? credentials
            : await caller.EnterAsync(account, region, run.Id, cancellationToken);
        var kms = Client(entered, account, region, run);
        return opened.AddOrUpdate(
            (account, region), (run, kms), (_, other) => other.Run == run ? other : (run, kms)).Kms;
    }

    [SuppressMessage("Reliability", "CA2000", Justification = "The client owns no connection, and its region may still be in use.")]
    private KmsRegion Client(AWSCredentials entered, string account, string region, Run run)
    {
        var counter = new CallCounter();
        var config = new AmazonKeyManagementServiceConfig().On(settings, region, attempt => new KmsAnswerHandler(attempt));
        // A retry may wait for minutes for its turn: with the first attempt's signature it would be refused.
        config.ResignRetries = true;
        // The SDK's account of retries, one for all clients of an endpoint, runs dry when a hundred calls are throttled
        // together, and the rest would not be tried again at all. The pacing bounds retries here.
        config.ThrottleRetries = false;
        var turn = new TurnHandler(operation => pacer.BucketOf(account, region, operation), counter, run.Stop);
        return new(new PacedKmsClient(entered, config, turn, run.Stop), account, region, counter);
    }
}
