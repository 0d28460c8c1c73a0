using KmsGuard.Remediate;

namespace KmsGuard.Detect;

/// <summary>Reads everything there is to know of one key, all at once and within a time budget; what is not there in time
/// counts as not readable. An alert fails open: nothing in here throws but the caller's own cancellation.</summary>
public static class KeyEnrichment
{
    /// <summary>Reads.</summary>
    /// <param name="regions">Opens KMS in the key's Region.</param>
    /// <param name="account">The account to enter; null for the caller's own.</param>
    /// <param name="key">The key.</param>
    /// <param name="budget">How long it may take.</param>
    /// <param name="time">The clock that the budget runs on.</param>
    /// <param name="cancellationToken">The caller's own.</param>
    public static async Task<KeySnapshot> ReadAsync(
        IKmsRegions regions, string? account, KeyArn key, TimeSpan budget, TimeProvider time, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(budget, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);

        var open = AttemptAsync("Open", async token => Reading.Of(await regions.OpenAsync(account, key.Region, Run.Alert, token)));
        var description = Ask("DescribeKey", (kms, token) => kms.DescribeKeyAsync(key, token));
        var aliases = Ask("ListAliases", (kms, token) => kms.ListAliasesAsync(key.KeyId, token));
        var tags = Ask("ListResourceTags", (kms, token) => kms.ListResourceTagsAsync(key, token));
        var rotation = Ask("GetKeyRotationStatus", (kms, token) => kms.GetKeyRotationStatusAsync(key, token));
        var grants = Ask("ListGrants", (kms, token) => kms.ListGrantsAsync(key, token));
        var lastUsage = Ask("GetKeyLastUsage", (kms, token) => kms.GetKeyLastUsageAsync(key, token));
        return new KeySnapshot(key)
        {
            Description = await description,
            Aliases = await aliases,
            Tags = await tags,
            Rotation = await rotation,
            Grants = await grants,
            LastUsage = await lastUsage,
        };

        async Task<Reading<T>> Ask<T>(string operation, Func<IKmsRegion, CancellationToken, Task<Reading<T>>> read)
            where T : class
        {
            var opened = await open;
            return opened.Value is { } kms
                ? await AttemptAsync(operation, token => read(kms, token))
                : Reading.Failed<T>(opened.Failure! with { Operation = operation });
        }

        async Task<Reading<T>> AttemptAsync<T>(string operation, Func<CancellationToken, Task<Reading<T>>> read)
            where T : class
        {
            try
            {
                // Waited for from outside too: a call that ignores its token must not hold the alert.
                return await read(stop.Token).WaitAsync(stop.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return Failed("Timeout", $"no answer within {budget.TotalSeconds:0.#} seconds");
            }
            catch (FailureException e)
            {
                return Reading.Failed<T>(e.Failure);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                return Failed(e.GetType().Name, e.Message);
            }

            Reading<T> Failed(string code, string message) =>
                Reading.Failed<T>(new Failure(FailureKind.Service, operation, code, message));
        }
    }
}
