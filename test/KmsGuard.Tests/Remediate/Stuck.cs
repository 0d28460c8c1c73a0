using KmsGuard.Remediate;

namespace KmsGuard.Tests.Remediate;

/// <summary>Regions that never answer, and ignore whoever gives up: as a socket in trouble can.</summary>
internal sealed class Stuck : IKmsRegions
{
    public async Task<IKmsRegion> OpenAsync(string? account, string region, Run run, CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.Infinite, CancellationToken.None);
        throw new InvalidOperationException();
    }

    public async Task<string> EnterAsync(string? account, string region, Run run, CancellationToken cancellationToken) =>
        (await OpenAsync(account, region, run, cancellationToken)).Account;

    public Task<string?> WhoAmIAsync(CancellationToken cancellationToken) => Task.FromResult<string?>(null);
}
