using System.Collections.Concurrent;
using KmsGuard.Sandbox.Faults;
using KmsGuard.Sandbox.Wire;

namespace KmsGuard.Sandbox;

/// <summary>A signed request that was served, well or not.</summary>
/// <param name="At">When (UTC, the sandbox's clock).</param>
/// <param name="Service">kms, sns or sts.</param>
/// <param name="Region">The Region it was signed for.</param>
/// <param name="Account">The account whose credentials signed.</param>
/// <param name="CallerArn">Who signed.</param>
/// <param name="Operation">The API operation.</param>
/// <param name="KeyId">The key as the caller typed it; null where none was named.</param>
/// <param name="ErrorCode">Why it was refused; the name of the fault where that kept it from being done; null when it succeeded.</param>
/// <param name="Fault">What went wrong with it, by the plan of faults; null for nothing.</param>
public sealed record ServedCall(
    DateTimeOffset At,
    string Service,
    string Region,
    string Account,
    string CallerArn,
    string Operation,
    string? KeyId,
    string? ErrorCode,
    Fault? Fault);

/// <summary>Every call the sandbox served, in order. Any thread may read it while calls come in.</summary>
public sealed class CallLog
{
    private readonly ConcurrentQueue<ServedCall> calls = new();
    private readonly TimeProvider time;

    internal CallLog(TimeProvider time) => this.time = time;

    /// <summary>The calls up to now.</summary>
    public IReadOnlyList<ServedCall> Snapshot() => [.. calls];

    internal void Add(AwsRequest request, string? errorCode, Fault? fault) => calls.Enqueue(new(
        time.GetUtcNow(),
        request.Service,
        request.Region,
        request.Caller.Account,
        request.Caller.Arn,
        request.Operation,
        request.KeyId,
        errorCode,
        fault));
}
