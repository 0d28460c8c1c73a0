namespace Amazon.Lambda.Core;

/// <summary>What a function may know of the invocation it is answering.</summary>
public interface ILambdaContext
{
    /// <summary>The id of the invocation; a retry of an asynchronous one carries the same id.</summary>
    string AwsRequestId { get; }

    /// <summary>What a mobile client said of itself; null for every other caller.</summary>
    IClientContext ClientContext { get; }

    string FunctionName { get; }

    string FunctionVersion { get; }

    /// <summary>The Cognito identity of a mobile caller; null for every other caller.</summary>
    ICognitoIdentity Identity { get; }

    /// <summary>The ARN that was invoked, with the alias or version if one was named.</summary>
    string InvokedFunctionArn { get; }

    ILambdaLogger Logger { get; }

    string LogGroupName { get; }

    string LogStreamName { get; }

    /// <summary>In megabytes.</summary>
    int MemoryLimitInMB { get; }

    /// <summary>Until Lambda ends the invocation; falls with every reading.</summary>
    TimeSpan RemainingTime { get; }
}
