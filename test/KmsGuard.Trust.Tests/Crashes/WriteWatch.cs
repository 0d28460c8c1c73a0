using System.Collections.Concurrent;
using KmsGuard.Sandbox;
using KmsGuard.Sandbox.Kms;
using KmsGuard.Sandbox.Wire;
using KmsGuard.Trust.Tests.Keys;

namespace KmsGuard.Trust.Tests.Crashes;

/// <summary>Watches the writes of one program, each at its beginning and at its end, and what must hold at that moment.</summary>
internal sealed class WriteWatch : IAsyncDisposable
{
    private readonly ConcurrentQueue<WriteCall> begun = new();
    private readonly ConcurrentQueue<string> runs = new();
    private readonly ConcurrentQueue<string> wrongs = new();
    private readonly AwsSandbox sandbox;
    private readonly Observer observer;
    private readonly Action<KmsCall>? ended;

    /// <param name="sandbox">Where they are made.</param>
    /// <param name="beforeIt">Called before KMS does one; what it throws is the answer.</param>
    /// <param name="afterIt">Called when KMS has done one, before its answer.</param>
    public WriteWatch(AwsSandbox sandbox, Action<WriteCall>? beforeIt = null, Action<WriteCall>? afterIt = null)
    {
        this.sandbox = sandbox;
        observer = new(sandbox);
        ended = sandbox.Kms.CallEnded;
        sandbox.Kms.CallBegins = request =>
        {
            if (WriteCall.Of(request) is { } write)
            {
                Begin(write, request);
                beforeIt?.Invoke(write);
            }
        };
        sandbox.Kms.CallEnded = call =>
        {
            if (WriteCall.Of(call.Request) is { } write)
            {
                End(write, call);
                afterIt?.Invoke(write);
            }

            ended?.Invoke(call);
        };
    }

    /// <summary>The writes that were asked for.</summary>
    public IReadOnlyList<WriteCall> Begun => [.. begun];

    /// <summary>The run ids that were written to keys, each once.</summary>
    public IReadOnlyList<string> Runs => [.. runs.Distinct()];

    /// <summary>What ought not to be, as it was seen.</summary>
    public IReadOnlyList<string> Wrongs => [.. wrongs];

    /// <summary>Ends the watch.</summary>
    public ValueTask DisposeAsync()
    {
        sandbox.Kms.CallBegins = null;
        sandbox.Kms.CallEnded = ended;
        return ValueTask.CompletedTask;
    }

    private void Begin(WriteCall write, AwsRequest request)
    {
        begun.Enqueue(write);
        if (write.Tag == "kmsguard:run" && write.Operation == "TagResource")
        {
            runs.Enqueue((string)request.Input["Tags"]![0]!["TagValue"]!);
        }
    }

    // Tags of a key that is pending deletion cannot be written, so what is read now is what was there when it was scheduled.
    private void End(WriteCall write, KmsCall call)
    {
        if (call is { Error: null, KeyArn: { } key } && write.Operation is "ScheduleKeyDeletion" or "EnableKey")
        {
            var status = observer.Look(key);
            if (write.Operation == "EnableKey" ? !status.Held : !runs.Contains(status.Run ?? "") || status.Held)
            {
                wrongs.Enqueue($"{write}: {status}, while the runs are {string.Join(", ", Runs)}");
            }
        }
    }
}
