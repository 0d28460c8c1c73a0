using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KmsGuard.Detect;

namespace KmsGuard.Aws.Pacing;

/// <summary>The SDK's standard retries, with more patience for throttling, and none for a run whose time is up.</summary>
internal sealed class PacedRetryPolicy : StandardRetryPolicy
{
    // Somebody else may use up the quota for seconds on end. Their call passes or ours does, by chance, so an attempt that
    // was throttled says little about the next one; and the slowdown sees to it that trying again presses nobody.
    private const int ForThrottling = 3;

    private readonly CancellationToken stop;

    /// <param name="config">The client's configuration.</param>
    /// <param name="stop">Ends backing off.</param>
    public PacedRetryPolicy(IClientConfig config, CancellationToken stop)
        : base(config)
    {
        this.stop = stop;
        // Beyond that, waiting is the pacing's business.
        MaxBackoffInMilliseconds = 5000;
    }

    /// <inheritdoc/>
    public override bool RetryLimitReached(IExecutionContext executionContext) =>
        executionContext.RequestContext.Retries >= MaxRetries * ForThrottling;

    /// <inheritdoc/>
    public override async Task<bool> RetryForExceptionAsync(IExecutionContext executionContext, Exception exception) =>
        (executionContext.RequestContext.Retries < MaxRetries || IsThrottling(exception))
        && await base.RetryForExceptionAsync(executionContext, exception);

    /// <inheritdoc/>
    public override async Task WaitBeforeRetryAsync(IExecutionContext executionContext)
    {
        try
        {
            await base.WaitBeforeRetryAsync(executionContext).WaitAsync(stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The attempt that follows finds that there is no turn for it any more.
        }
    }

    // The SDK's own list has LimitExceededException too, a quota of resources that waiting does not help.
    private static bool IsThrottling(Exception exception) =>
        exception is AmazonServiceException { ErrorCode: var code } && FailureMapping.KindOf(code) == FailureKind.Throttled;
}
