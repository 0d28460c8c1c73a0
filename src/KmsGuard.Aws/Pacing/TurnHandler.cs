using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KmsGuard.Detect;

namespace KmsGuard.Aws.Pacing;

/// <summary>
/// Makes each attempt of a KMS call wait for its turn, the SDK's retries too, and counts it. It stands inside the SDK's
/// retrying, and before its signing: AWS takes no signature that is older than five minutes, and hundreds of keys wait
/// longer than that for <c>GetKeyLastUsage</c>. Credentials are looked at when signing, so they are fresh as well.
/// </summary>
/// <remarks>
/// The SDK's retries and the pacing do not fight: the SDK waits out its backoff first, and the attempt then waits here as
/// any other does. A retry so never adds to the rate, and a throttled one lowers it.
/// </remarks>
/// <param name="bucketOf">The bucket of an operation.</param>
/// <param name="counter">What is told of every attempt.</param>
/// <param name="stop">Fires when no attempt is to be begun any more.</param>
internal sealed class TurnHandler(Func<string, QuotaBucket> bucketOf, CallCounter counter, CancellationToken stop)
    : PipelineHandler
{
    private const string HasTurn = "KmsGuard.HasTurn", Sent = "KmsGuard.Sent";

    /// <summary>
    /// Waits for the first attempt's turn, before the SDK builds anything for the call: a call that is built takes some 25 KB,
    /// and a sweep has a thousand of them in line.
    /// </summary>
    public PipelineHandler First => new FirstTurnHandler(this);

    /// <inheritdoc/>
    public override async Task<T> InvokeAsync<T>(IExecutionContext executionContext)
    {
        var call = executionContext.RequestContext;
        var operation = OperationOf(call);
        // The SDK's own count leaves out what it repeats because of a stale connection.
        var retried = call.ContextAttributes.ContainsKey(Sent);
        try
        {
            if (!call.ContextAttributes.Remove(HasTurn))
            {
                await WaitAsync(call);
            }

            call.ContextAttributes[Sent] = true;
            counter.Called(operation);
            return await base.InvokeAsync<T>(executionContext);
        }
        catch (Exception e)
        {
            if (e is AmazonServiceException { ErrorCode: var code } && FailureMapping.KindOf(code) == FailureKind.Throttled)
            {
                counter.WasThrottled();
                bucketOf(operation).Throttled();
            }

            if (retried)
            {
                FailureMapping.MarkRetried(e);
            }

            throw;
        }
    }

    // An attempt that has its turn is finished, whatever the time: half a call would leave in doubt what it did.
    private async Task WaitAsync(IRequestContext call)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(call.CancellationToken, stop);
        try
        {
            await bucketOf(OperationOf(call)).WaitAsync(either.Token);
        }
        catch (OperationCanceledException)
        {
            call.CancellationToken.ThrowIfCancellationRequested();
            throw FailureMapping.OutOfTime(OperationOf(call));
        }
    }

    // The only name of it that is there before the SDK has built the call: ListKeysRequest.
    private static string OperationOf(IRequestContext call) => call.OriginalRequest.GetType().Name[..^"Request".Length];

    private sealed class FirstTurnHandler(TurnHandler turns) : PipelineHandler
    {
        // In the whole process: Lambda allows 1024 open files, and each call under way is a socket.
        private static readonly SemaphoreSlim Room = new(256);

        /// <inheritdoc/>
        public override async Task<T> InvokeAsync<T>(IExecutionContext executionContext)
        {
            var call = executionContext.RequestContext;
            await turns.WaitAsync(call);
            await Room.WaitAsync(call.CancellationToken);
            try
            {
                call.ContextAttributes[HasTurn] = true;
                return await base.InvokeAsync<T>(executionContext);
            }
            finally
            {
                Room.Release();
            }
        }
    }
}
