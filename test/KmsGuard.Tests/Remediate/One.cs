using KmsGuard.Detect;
using KmsGuard.Remediate;

namespace KmsGuard.Tests.Remediate;

/// <summary>The same Region, whichever is asked for.</summary>
internal sealed class One(FakeKms kms) : IKmsRegions
{
    /// <summary>Regions that cannot be opened, and why.</summary>
    public Dictionary<string, Failure> Closed { get; init; } = [];

    /// <summary>Accounts that cannot be entered, and why.</summary>
    public Dictionary<string, Failure> Barred { get; init; } = [];

    public Task<IKmsRegion> OpenAsync(string? account, string region, Run run, CancellationToken cancellationToken) =>
        Closed.TryGetValue(region, out var failure) ? throw new FailureException(failure) : Task.FromResult<IKmsRegion>(kms);

    public Task<string> EnterAsync(string? account, string region, Run run, CancellationToken cancellationToken) =>
        account is not null && Barred.TryGetValue(account, out var failure) ? throw new FailureException(failure) : Task.FromResult(account ?? kms.Account);

    public Task<string?> WhoAmIAsync(CancellationToken cancellationToken) =>
        Task.FromResult<string?>("arn:aws:iam::111122223333:user/operator");
}
