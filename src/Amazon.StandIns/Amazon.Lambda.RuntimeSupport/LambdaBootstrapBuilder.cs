using Amazon.Lambda.Core;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>Wraps a handler for the invocation loop.</summary>
public class LambdaBootstrapBuilder
{
    private readonly Func<Stream, ILambdaContext, Task<Stream>> _handler;
    private LambdaBootstrapInitializer _initializer;

    private LambdaBootstrapBuilder(Func<Stream, ILambdaContext, Task<Stream>> handler) => _handler = handler;

    /// <summary>A handler that reads the payload and writes the response itself.</summary>
    public static LambdaBootstrapBuilder Create(Func<Stream, ILambdaContext, Task<Stream>> handler) => new(handler);

    /// <summary>A handler without a response.</summary>
    public static LambdaBootstrapBuilder Create<TInput>(Func<TInput, ILambdaContext, Task> handler, ILambdaSerializer serializer) =>
        new(async (payload, context) =>
        {
            await handler(serializer.Deserialize<TInput>(payload), context);
            return Stream.Null;
        });

    /// <summary>A handler with a response.</summary>
    public static LambdaBootstrapBuilder Create<TInput, TOutput>(
        Func<TInput, ILambdaContext, Task<TOutput>> handler, ILambdaSerializer serializer) =>
        new(async (payload, context) =>
        {
            var output = await handler(serializer.Deserialize<TInput>(payload), context);
            var response = new MemoryStream();
            serializer.Serialize(output, response);
            response.Position = 0;
            return response;
        });

    /// <summary>Names what runs before the first invocation.</summary>
    public LambdaBootstrapBuilder UseBootstrapHandler(LambdaBootstrapInitializer initializer)
    {
        _initializer = initializer;
        return this;
    }

    public LambdaBootstrap Build() => new(_handler, _initializer);
}
