using System.Text.RegularExpressions;
using Amazon.Runtime;
using KmsGuard.Sandbox;
using KmsGuard.Sandbox.Kms;

namespace KmsGuard.Cli.Tests;

/// <summary>A sandbox with two accounts, and a plan file. Commands go by the sandbox's clock.</summary>
public sealed partial class PlanFixture : IAsyncLifetime
{
    public const string Account = "111122223333", Member = "444455556666";

    public AwsSandbox Sandbox { get; private set; } = null!;

    /// <summary>Where the plan is.</summary>
    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"kmsguard-plan-{Guid.NewGuid():n}.json");

    public async Task InitializeAsync() => Sandbox = await AwsSandbox.StartAsync(new() { Quotas = false, Accounts = [Account, Member] });

    public async Task DisposeAsync()
    {
        File.Delete(Path);
        await Sandbox.DisposeAsync();
    }

    /// <summary>An enabled key that does not rotate.</summary>
    public string Unrotated(string region = "us-east-1", KeySeed? seed = null, string account = Account) =>
        Sandbox.Kms.Seed(account, region, seed ?? new());

    /// <summary>A key that every check lets go: disabled and unused for half a year.</summary>
    public string Unused(string region = "us-east-1", KeySeed? seed = null) => Sandbox.Kms.Seed(Account, region, (seed ?? new()) with
    {
        KeyState = "Disabled",
        CreatedAt = Sandbox.Clock.GetUtcNow().AddDays(-180),
        Tags = new Dictionary<string, string> { ["kmsguard:disabled-since"] = $"{Sandbox.Clock.GetUtcNow().AddDays(-100):yyyy-MM-dd}" },
    });

    /// <summary>A disabled key without a mark.</summary>
    public string Unmarked() => Sandbox.Kms.Seed(Account, "us-east-1", new() { KeyState = "Disabled" });

    /// <summary>Makes the plan, and gives its digest.</summary>
    public async Task<string> PlanAsync(params IEnumerable<string> args)
    {
        var answer = await RunAsync(["plan", "--out", Path, .. args]);
        answer.ExitCode.ShouldBe(0, answer.Error);
        return Digest().Match(answer.Error).Value;
    }

    /// <summary>Applies the plan.</summary>
    public Task<Answer> ApplyAsync(params IEnumerable<string> args) => RunAsync(["apply", Path, .. args]);

    /// <summary>Runs a command.</summary>
    public async Task<Answer> RunAsync(IReadOnlyList<string> args, CancellationToken stop = default)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var host = new CliHost { Output = output, Error = error, Credentials = new BasicAWSCredentials("test", "test"), Time = Sandbox.Clock };
        var exitCode = await CommandLine.RunAsync([.. args, "--region", "us-east-1", "--endpoint-url", Sandbox.Endpoint.AbsoluteUri], host, stop);
        return new(exitCode, output.ToString(), error.ToString());
    }

    /// <summary>What was written since, in order of time: operation and ARN.</summary>
    public IEnumerable<string> Writes(int from = 0) => Sandbox.Calls.Snapshot().Skip(from)
        .Where(call => call is { Service: "kms", ErrorCode: null } && WriteForm().IsMatch(call.Operation))
        .Select(call => $"{call.Operation} arn:aws:kms:{call.Region}:{call.Account}:key/{call.KeyId}");

    [GeneratedRegex("^(?!List|Get|Describe)")]
    private static partial Regex WriteForm();

    [GeneratedRegex("sha256:[0-9a-f]{64}")]
    private static partial Regex Digest();
}
