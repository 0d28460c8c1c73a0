using Amazon.KeyManagementService;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace KmsGuard.Aws.Pacing;

/// <summary>A KMS client of one run: paced, counted, and silent once the run's time is up.</summary>
/// <param name="credentials">Whose calls they are.</param>
/// <param name="config">Region, endpoint and connections.</param>
/// <param name="turn">What each attempt passes before it is signed.</param>
/// <param name="stop">Fires when the run's time is up.</param>
internal sealed class PacedKmsClient(
    AWSCredentials credentials, AmazonKeyManagementServiceConfig config, TurnHandler turn, CancellationToken stop)
    : AmazonKeyManagementServiceClient(credentials, config)
{
    // Fields with initializers, because the base class's constructor builds the pipeline, and they are set before it runs.
    private readonly TurnHandler turn = turn;
    private readonly CancellationToken stop = stop;

    /// <inheritdoc/>
    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        base.CustomizeRuntimePipeline(pipeline);
        pipeline.ReplaceHandler<RetryHandler>(new RetryHandler(new PacedRetryPolicy(Config, stop)));
        pipeline.AddHandlerBefore<Signer>(turn);
        pipeline.AddHandler(turn.First);
    }
}
