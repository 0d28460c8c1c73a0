using System.Text;
using Amazon.KeyManagementService;
using Amazon.Runtime;
using KmsGuard.Sandbox;
using KmsGuard.Sandbox.Kms;
using KmsGuard.Testing;

namespace KmsGuard.Cli.Tests;

/// <summary>A sandbox, and the command line pointed at it.</summary>
public sealed class CommandFixture : IAsyncLifetime, IDisposable
{
    public const string Account = "111122223333";

    private readonly List<string> files = [];

    public AwsSandbox Sandbox { get; private set; } = null!;

    public async Task InitializeAsync() => Sandbox = await AwsSandbox.StartAsync(new() { Quotas = false });

    public async Task DisposeAsync() => await Sandbox.DisposeAsync();

    public void Dispose() => files.ForEach(File.Delete);

    /// <summary>Plants a key.</summary>
    public string Seed(string region = "us-east-1", KeySeed? seed = null) => Sandbox.Kms.Seed(Account, region, seed ?? new());

    /// <summary>A disabled key that nobody has used for half a year.</summary>
    public string SeedUnused(string region = "us-east-1", KeySeed? seed = null) => Seed(
        region, (seed ?? new()) with { KeyState = "Disabled", CreatedAt = Sandbox.Clock.GetUtcNow().AddDays(-180) });

    /// <summary>Runs a command against the sandbox, in us-east-1.</summary>
    public Task<Answer> RunAsync(params IEnumerable<string> args) =>
        RunAtAsync(Sandbox.Endpoint, "", [.. args, "--region", "us-east-1"]);

    /// <summary>Runs a command against an endpoint.</summary>
    public static async Task<Answer> RunAtAsync(Uri endpoint, string input, params IEnumerable<string> args) =>
        await RunBareAsync(input, [.. args, "--endpoint-url", endpoint.AbsoluteUri]);

    /// <summary>Runs a command as it is.</summary>
    public static Task<Answer> RunBareAsync(string input, params IEnumerable<string> args) =>
        RunAsAsync(new BasicAWSCredentials("test", "test"), input, args);

    /// <summary>Runs a command as somebody.</summary>
    public static async Task<Answer> RunAsAsync(AWSCredentials credentials, string input, params IEnumerable<string> args)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var host = new CliHost
        {
            Output = output,
            Error = error,
            Input = () => new MemoryStream(Encoding.UTF8.GetBytes(input)),
            Credentials = credentials,
            Time = new PatientTime(TimeProvider.System, 20),
        };
        var exitCode = await CommandLine.RunAsync([.. args], host);
        return new(exitCode, output.ToString(), error.ToString());
    }

    /// <summary>The calls that changed something, from here on.</summary>
    public IEnumerable<ServedCall> Writes(int from = 0) => Sandbox.Calls.Snapshot().Skip(from).Where(call =>
        !call.Operation.StartsWith("List", StringComparison.Ordinal)
        && !call.Operation.StartsWith("Get", StringComparison.Ordinal)
        && !call.Operation.StartsWith("Describe", StringComparison.Ordinal));

    /// <summary>KMS, for a test to act on.</summary>
    public AmazonKeyManagementServiceClient Kms(string region = "us-east-1") => new(
        new BasicAWSCredentials("test", "test"),
        new AmazonKeyManagementServiceConfig { ServiceURL = Sandbox.Endpoint.AbsoluteUri, AuthenticationRegion = region });

    /// <summary>A file with a text, deleted with the fixture.</summary>
    public string Write(string text)
    {
        var path = NewPath();
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>A path where no file is yet.</summary>
    public string NewPath()
    {
        var path = Path.Combine(Path.GetTempPath(), $"kmsguard-{Guid.NewGuid():n}");
        files.Add(path);
        return path;
    }
}
