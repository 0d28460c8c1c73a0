using System.Globalization;
using Amazon.Lambda.RuntimeSupport;
using Microsoft.AspNetCore.Http;

namespace Amazon.StandIns.Tests.Lambda;

/// <summary>Hands out invocations, keeps what is posted, and cancels the loop when it asks for more than there are.</summary>
internal sealed class FakeRuntimeApi : IAsyncDisposable
{
    private readonly CancellationTokenSource _drained = new();
    private readonly Queue<Given> _invocations = new();
    private LoopbackServer _server = null!;

    /// <summary>How every post is answered.</summary>
    public int PostStatus { get; init; } = 202;

    public List<Posted> Posts { get; } = [];

    public int Asked { get; private set; }

    /// <summary>Names itself in the environment, as Lambda does: one at a time.</summary>
    public async Task StartAsync(params Given[] invocations)
    {
        foreach (var invocation in invocations)
            _invocations.Enqueue(invocation);
        _server = await LoopbackServer.StartAsync(AnswerAsync);
        Environment.SetEnvironmentVariable("AWS_LAMBDA_RUNTIME_API", _server.Url.Authority);
    }

    public Task RunAsync(LambdaBootstrap bootstrap) => bootstrap.RunAsync(_drained.Token);

    public async ValueTask DisposeAsync()
    {
        Environment.SetEnvironmentVariable("AWS_LAMBDA_RUNTIME_API", null);
        await _server.DisposeAsync();
        _drained.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        if (path == "/2018-06-01/runtime/invocation/next")
        {
            Asked++;
            await NextAsync(context);
            return;
        }

        using var reader = new StreamReader(context.Request.Body);
        Posts.Add(new Posted(
            path.Replace("/2018-06-01/runtime/", "", StringComparison.Ordinal),
            await reader.ReadToEndAsync(),
            context.Request.Headers["Lambda-Runtime-Function-Error-Type"],
            context.Request.Headers["Lambda-Runtime-Invocation-Id"]));
        context.Response.StatusCode = PostStatus;
    }

    private async Task NextAsync(HttpContext context)
    {
        if (!_invocations.TryDequeue(out var given))
        {
            await _drained.CancelAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            return;
        }

        var headers = context.Response.Headers;
        headers["Lambda-Runtime-Aws-Request-Id"] = given.Id;
        headers["Lambda-Runtime-Deadline-Ms"] = given.Deadline.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        headers["Lambda-Runtime-Invoked-Function-Arn"] = "arn:aws:lambda:us-east-1:111122223333:function:guard";
        headers["Lambda-Runtime-Trace-Id"] = $"Root=1-{given.Id}";
        if (given.InvocationId is not null)
            headers["Lambda-Runtime-Invocation-Id"] = given.InvocationId;
        await context.Response.WriteAsync(given.Payload);
    }

    internal sealed record Given(string Id, string Payload, string? InvocationId = null, DateTimeOffset Deadline = default);

    internal sealed record Posted(string Path, string Body, string? ErrorType, string? InvocationId);
}
