using System.Globalization;
using Amazon.Lambda.Core;

namespace Amazon.Lambda.RuntimeSupport.Internal;

/// <summary>The context of a real invocation: its headers, and what Lambda put into the environment.</summary>
internal sealed class InvocationContext(Invocation invocation) : ILambdaContext
{
    public string AwsRequestId { get; } = invocation.RequestId;

    /// <summary>Not read: no mobile client invokes these functions.</summary>
    public IClientContext ClientContext => null;

    public string FunctionName => Environment.GetEnvironmentVariable("AWS_LAMBDA_FUNCTION_NAME");

    public string FunctionVersion => Environment.GetEnvironmentVariable("AWS_LAMBDA_FUNCTION_VERSION");

    /// <summary>Not read: no mobile client invokes these functions.</summary>
    public ICognitoIdentity Identity => null;

    public string InvokedFunctionArn { get; } = invocation.FunctionArn;

    public ILambdaLogger Logger { get; } = new ConsoleLogger(invocation.RequestId);

    public string LogGroupName => Environment.GetEnvironmentVariable("AWS_LAMBDA_LOG_GROUP_NAME");

    public string LogStreamName => Environment.GetEnvironmentVariable("AWS_LAMBDA_LOG_STREAM_NAME");

    public int MemoryLimitInMB =>
        int.TryParse(
            Environment.GetEnvironmentVariable("AWS_LAMBDA_FUNCTION_MEMORY_SIZE"), CultureInfo.InvariantCulture, out var size) ? size : 0;

    public TimeSpan RemainingTime => invocation.Deadline - TimeProvider.System.GetUtcNow();
}
