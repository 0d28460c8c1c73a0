using System.Globalization;
using System.Security.Cryptography;

namespace KmsGuard.Sandbox.Lambda;

/// <summary>One invocation of a function, from the moment somebody asks for it until its answer.</summary>
/// <param name="Payload">The event.</param>
/// <param name="Timeout">How long the function may take, from when it takes the event.</param>
internal sealed record Invocation(string Payload, TimeSpan Timeout)
{
    private readonly TaskCompletionSource taken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<LambdaResult> ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Lambda-Runtime-Aws-Request-Id.</summary>
    public string RequestId { get; } = Guid.NewGuid().ToString();

    /// <summary>Lambda-Runtime-Invocation-Id: of this attempt.</summary>
    public string InvocationId { get; } = Guid.NewGuid().ToString();

    /// <summary>Lambda-Runtime-Trace-Id, in X-Ray's form.</summary>
    public string TraceId { get; } =
        $"Root=1-{Hex(8)}-{Hex(24)};Parent={Hex(16)};Sampled=0";

    public void Take() => taken.TrySetResult();

    public void End(LambdaResult result) => ended.TrySetResult(result);

    /// <summary>The answer; a function that takes the event and is not done in time has failed.</summary>
    public async Task<LambdaResult> ResultAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        await Task.WhenAny(taken.Task, ended.Task).WaitAsync(cancellationToken);
        try
        {
            return await ended.Task.WaitAsync(Timeout, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            return new(null, new(
                "Sandbox.Timedout",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"RequestId: {RequestId} Error: Task timed out after {Timeout.TotalSeconds:0.00} seconds"),
                []));
        }
    }

    private static string Hex(int digits) => RandomNumberGenerator.GetHexString(digits, lowercase: true);
}
