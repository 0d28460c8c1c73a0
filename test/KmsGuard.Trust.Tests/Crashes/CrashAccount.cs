using Amazon.Runtime;
using KmsGuard.Cli;
using KmsGuard.Sandbox;
using KmsGuard.Sandbox.Kms;
using KmsGuard.Trust.Tests.Keys;

namespace KmsGuard.Trust.Tests.Crashes;

/// <summary>An account of few keys in two Regions, looked at from inside.</summary>
internal sealed class CrashAccount : IAsyncDisposable
{
    public static readonly string[] Regions = ["us-east-1", "eu-west-1"];

    private readonly List<string> files = [];
    private readonly AwsSandbox sandbox;
    private readonly IReadOnlyList<string> keys;

    private CrashAccount(AwsSandbox sandbox, IEnumerable<(string Region, KeySeed Seed)> seeds)
    {
        this.sandbox = sandbox;
        keys = [.. seeds.Select(key => sandbox.Kms.Seed(Observer.Account, key.Region, key.Seed))];
        Before = Look();
    }

    public AwsSandbox Sandbox => sandbox;

    /// <summary>Every key as it was planted.</summary>
    public IReadOnlyDictionary<string, KeyStatus> Before { get; }

    public static async Task<CrashAccount> StartAsync(IEnumerable<(string Region, KeySeed Seed)> seeds) =>
        new(await AwsSandbox.StartAsync(new() { Quotas = false, Regions = Regions }), seeds);

    /// <summary>Another account, as this one stands now.</summary>
    public Task<CrashAccount> CopyAsync() => StartAsync(Look().Select(key => (key.Key.Split(':')[3], new KeySeed
    {
        Id = key.Key.Split('/')[^1],
        CreatedAt = sandbox.Clock.GetUtcNow().AddDays(-180),
        KeyState = key.Value.State,
        RotationPeriodInDays = key.Value.RotationDays,
        PendingWindowInDays = key.Value.WindowDays ?? 30,
        Tags = key.Value.Tags,
    })));

    /// <summary>Every key as it is.</summary>
    public IReadOnlyDictionary<string, KeyStatus> Look()
    {
        var observer = new Observer(sandbox);
        return keys.ToDictionary(key => key, observer.Look);
    }

    /// <summary>How all keys stand, but for times and run ids: one line a key.</summary>
    public IReadOnlyList<string> Outline(IReadOnlyDictionary<string, KeyStatus> before) =>
        [.. Look().Select(key => $"{key.Key}: {key.Value.Outline(before[key.Key])}")];

    /// <summary>The same command in this process, to its end: starting another one each time would take longer than all else.</summary>
    public async Task<(int ExitCode, string Error, IReadOnlyList<WriteCall> Writes)> RunAsync(IEnumerable<string> arguments)
    {
        using var error = new StringWriter();
        await using var watch = new WriteWatch(sandbox);
        var exitCode = await CommandLine.RunAsync([.. Here(arguments)], new()
        {
            Output = TextWriter.Null,
            Error = error,
            Credentials = new BasicAWSCredentials("AKIAEXAMPLE", "secret"),
            Time = new NoPause(TimeProvider.System),
        });
        return (exitCode, error.ToString(), watch.Begun);
    }

    /// <summary>The arguments, and where this account is.</summary>
    public IEnumerable<string> Here(IEnumerable<string> arguments) =>
        [.. arguments, "--endpoint-url", sandbox.Endpoint.ToString(), "--region", Regions[0]];

    /// <summary>A path for a file, which is deleted with the account.</summary>
    public string NewPath()
    {
        files.Add(Path.Combine(Path.GetTempPath(), $"kmsguard-{Guid.NewGuid():n}.json"));
        return files[^1];
    }

    public ValueTask DisposeAsync()
    {
        files.ForEach(File.Delete);
        return sandbox.DisposeAsync();
    }
}
