using Amazon.Runtime;
using KmsGuard.Aws;
using KmsGuard.Aws.Tests.Sweeping;
using KmsGuard.Sandbox;

namespace KmsGuard.Trust.Tests.Faults;

/// <summary>An account with a key of every kind in two Regions, and the way to it over the wire.</summary>
internal sealed class PlantedAccount : IAsyncDisposable
{
    private PlantedAccount(AwsSandbox aws, int seed)
    {
        Aws = aws;
        Keys = new KeyMix(aws, seed).Plant();
    }

    public AwsSandbox Aws { get; }

    public IReadOnlyList<PlantedKey> Keys { get; }

    public static async Task<PlantedAccount> StartAsync(int seed) =>
        new(await AwsSandbox.StartAsync(new() { Start = SandboxRun.Start, Regions = KeyMix.Regions }), seed);

    /// <summary>KMS as a process finds it that has just started.</summary>
    /// <param name="retries">The SDK's: where there are none, every fault is final.</param>
    /// <param name="attemptTimeout">When an attempt is given up.</param>
    public KmsRegions Open(int retries, TimeSpan attemptTimeout) => new(
        new AwsSettings
        {
            EndpointUrl = Aws.Endpoint.ToString(),
            Region = KeyMix.Regions[0],
            Credentials = new BasicAWSCredentials("test", "test"),
            AttemptTimeout = attemptTimeout,
            Retries = retries,
        },
        quotaSharePercent: 100);

    /// <summary>Every key as it is now, by its ARN.</summary>
    public IReadOnlyDictionary<string, KeyLook> Look() => Keys.ToDictionary(key => key.Arn, key => KeyLook.Of(Aws, key.Arn));

    /// <summary>The keys that carry a run's tag: what a rollback of that run is for.</summary>
    public static IReadOnlySet<string> OfRun(IReadOnlyDictionary<string, KeyLook> keys, string runId) =>
        keys.Where(key => key.Value.Tag(KeyTags.Run) == runId).Select(key => key.Key).ToHashSet();

    public ValueTask DisposeAsync() => Aws.DisposeAsync();
}
