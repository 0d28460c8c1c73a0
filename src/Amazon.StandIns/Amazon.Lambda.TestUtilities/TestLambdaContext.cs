using Amazon.Lambda.Core;

namespace Amazon.Lambda.TestUtilities;

/// <summary>A context whose every property a test may set. Unset ones are null or zero.</summary>
public class TestLambdaContext : ILambdaContext
{
    public string AwsRequestId { get; set; }

    public IClientContext ClientContext { get; set; }

    public string FunctionName { get; set; }

    public string FunctionVersion { get; set; }

    public ICognitoIdentity Identity { get; set; }

    public string InvokedFunctionArn { get; set; }

    public ILambdaLogger Logger { get; set; } = new TestLambdaLogger();

    public string LogGroupName { get; set; }

    public string LogStreamName { get; set; }

    public int MemoryLimitInMB { get; set; }

    /// <summary>Stays as it was set; a real one falls.</summary>
    public TimeSpan RemainingTime { get; set; }
}
