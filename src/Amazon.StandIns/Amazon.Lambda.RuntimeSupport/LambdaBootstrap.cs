using Amazon.Lambda.Core;
using Amazon.Lambda.RuntimeSupport.Internal;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>The life of a Lambda process: initialize once, then answer one invocation after the other.</summary>
public class LambdaBootstrap : IDisposable
{
    private readonly RuntimeApi _api = RuntimeApi.OfEnvironment();
    private readonly Func<Stream, ILambdaContext, Task<Stream>> _handler;
    private readonly LambdaBootstrapInitializer _initializer;

    internal LambdaBootstrap(Func<Stream, ILambdaContext, Task<Stream>> handler, LambdaBootstrapInitializer initializer)
    {
        _handler = handler;
        _initializer = initializer;
    }

    /// <summary>Ends when it is cancelled while it waits for an invocation, never in the middle of one.</summary>
    /// <exception cref="HttpRequestException">The Runtime API is not there, or asks the process to exit.</exception>
    public async Task RunAsync(CancellationToken cancellationToken = default)
    {
        if (_initializer is not null && !await InitializeAsync())
            return;

        while (!cancellationToken.IsCancellationRequested)
        {
            using var invocation = await NextAsync(cancellationToken);
            if (invocation is not null)
                await AnswerAsync(invocation);
        }
    }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
            _api.Dispose();
    }

    private async Task<bool> InitializeAsync()
    {
        try
        {
            return await _initializer();
        }
        catch (Exception trouble)
        {
            await Console.Error.WriteLineAsync(trouble.ToString());
            await _api.InitErrorAsync(trouble);
            throw;
        }
    }

    /// <summary>Null when there is nothing to wait for any more.</summary>
    private async Task<Invocation> NextAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _api.NextAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private async Task AnswerAsync(Invocation invocation)
    {
        // X-Ray's clients look for the trace of the invocation here, as on Lambda's own runtimes.
        Environment.SetEnvironmentVariable("_X_AMZN_TRACE_ID", invocation.TraceId);

        Stream response;
        try
        {
            response = await _handler(invocation.Payload, new InvocationContext(invocation));
        }
        catch (Exception trouble)
        {
            // Whatever it was, it ends this invocation and not the process: the next one may be in the queue already.
            await Console.Error.WriteLineAsync(trouble.ToString());
            await _api.ErrorAsync(invocation, trouble);
            return;
        }

        await using (response)
            await _api.RespondAsync(invocation, response);
    }
}
