using KmsGuard.Sandbox.Wire;

namespace KmsGuard.Sandbox.Lambda;

/// <summary>A published function and what Lambda would give it.</summary>
public sealed record LambdaFunction
{
    /// <summary>The published assembly (<c>.dll</c>, run as the managed runtime does) or executable (<c>bootstrap</c>).</summary>
    public required string Program { get; init; }

    /// <summary>What <c>_HANDLER</c> says.</summary>
    public required string Handler { get; init; }

    /// <summary>Where AWS is: <c>AWS_ENDPOINT_URL</c>; null leaves it to the SDK.</summary>
    public Uri? AwsEndpoint { get; init; }

    /// <summary>The execution role's credentials; null for a key that the sandbox takes for its home account's user.</summary>
    public SessionCredentials? Credentials { get; init; }

    /// <summary>In megabytes.</summary>
    public int MemorySize { get; init; } = 512;

    /// <summary>The function's own environment variables, which win over those above.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();
}
