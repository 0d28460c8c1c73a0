using System.Collections.Concurrent;
using System.Threading.Channels;
using KmsGuard.Sandbox.Wire;

namespace KmsGuard.Sandbox.Lambda;

/// <summary>
/// The Lambda Runtime API of one function: hands it events one at a time and takes its answers. Rules: AWS Lambda Developer
/// Guide, Using the Lambda runtime API for custom runtimes.
/// </summary>
public sealed class LambdaRuntimeApi : IAsyncDisposable
{
    private readonly Channel<Invocation> queue = Channel.CreateUnbounded<Invocation>();
    private readonly ConcurrentDictionary<string, Invocation> open = new();
    private readonly TaskCompletionSource<LambdaError> failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource stop = new();
    private readonly TimeProvider time;
    private LoopbackServer? server;

    private LambdaRuntimeApi(string functionName, string functionArn, TimeProvider time)
    {
        FunctionName = functionName;
        FunctionArn = functionArn;
        this.time = time;
    }

    /// <summary>The function's name.</summary>
    public string FunctionName { get; }

    /// <summary>What Lambda-Runtime-Invoked-Function-Arn says.</summary>
    public string FunctionArn { get; }

    /// <summary>Host and port: the value of AWS_LAMBDA_RUNTIME_API.</summary>
    public string Address => server!.Address.Authority;

    /// <summary>When the function took its first event (UTC): its start was over. Null until then.</summary>
    public DateTimeOffset? FirstTaken { get; private set; }

    /// <summary>Completes when the function says that it could not start, or its process ends; never otherwise.</summary>
    public Task<LambdaError> Failed => failed.Task;

    /// <summary>Starts serving on a free port of 127.0.0.1.</summary>
    /// <param name="functionName">The function's name.</param>
    /// <param name="region">The Region in its ARN.</param>
    /// <param name="account">The account in its ARN.</param>
    /// <param name="time">What deadlines are counted by; null for the system's clock.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    public static async Task<LambdaRuntimeApi> StartAsync(
        string functionName,
        string region = "us-east-1",
        string account = "111122223333",
        TimeProvider? time = null,
        CancellationToken cancellationToken = default)
    {
        var api = new LambdaRuntimeApi(
            functionName, $"arn:aws:lambda:{region}:{account}:function:{functionName}", time ?? TimeProvider.System);
        try
        {
            api.server = await LoopbackServer.StartAsync(0, new RuntimeApiRoutes(api).ServeAsync, cancellationToken);
            return api;
        }
        catch
        {
            await api.DisposeAsync();
            throw;
        }
    }

    /// <summary>Invokes the function and waits for its answer.</summary>
    /// <param name="payload">The event's JSON.</param>
    /// <param name="timeout">The function's own: counted from when it takes the event, since a start has its own time.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<LambdaResult> InvokeAsync(string payload, TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        var invocation = new Invocation(payload, timeout);
        open[invocation.RequestId] = invocation;
        if (failed.Task.IsCompleted)
        {
            invocation.End(new(null, await failed.Task));
        }

        await queue.Writer.WriteAsync(invocation, cancellationToken);
        try
        {
            return await invocation.ResultAsync(time, cancellationToken);
        }
        finally
        {
            open.TryRemove(invocation.RequestId, out _);
        }
    }

    /// <summary>Stops serving; what is still waited for fails.</summary>
    public async ValueTask DisposeAsync()
    {
        if (stop.IsCancellationRequested)
        {
            return;
        }

        Fail(new("Runtime.ExitError", "The runtime API was stopped.", []));
        await stop.CancelAsync();
        if (server is not null)
        {
            await server.DisposeAsync();
        }

        stop.Dispose();
    }

    /// <summary>The function cannot answer any more: every invocation fails with this, those to come as well.</summary>
    internal void Fail(LambdaError error)
    {
        failed.TrySetResult(error);
        foreach (var invocation in open.Values)
        {
            invocation.End(new(null, error));
        }
    }

    /// <summary>The next event; waits for one.</summary>
    internal async Task<(Invocation Invocation, DateTimeOffset Deadline)> NextAsync(CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, stop.Token);
        while (true)
        {
            var invocation = await queue.Reader.ReadAsync(either.Token);

            // One that nobody waits for any longer is not worth a start.
            if (open.ContainsKey(invocation.RequestId))
            {
                FirstTaken ??= time.GetUtcNow();
                invocation.Take();
                return (invocation, time.GetUtcNow() + invocation.Timeout);
            }
        }
    }

    /// <summary>Null when no such invocation is under way.</summary>
    internal Invocation? Find(string requestId) => open.GetValueOrDefault(requestId);

    /// <summary>Ends an invocation; a second answer to it finds nothing.</summary>
    internal void End(Invocation invocation, LambdaResult result)
    {
        open.TryRemove(invocation.RequestId, out _);
        invocation.End(result);
    }
}
