using Amazon.KeyManagementService;
using KmsGuard.Aws;
using KmsGuard.Cli.Output;
using KmsGuard.Evaluate;
using KmsGuard.Remediate;
using KmsGuard.Report;
using KmsGuard.Sandbox;
using KmsGuard.Sandbox.Sns;
using Microsoft.Extensions.Logging;

namespace KmsGuard.Cli.Demo;

/// <summary>Where the story plays: the sandbox, KmsGuard's functions in their roles, and the people.</summary>
internal sealed class Stage : IAsyncDisposable
{
    // As the deployed functions would have it, but acting.
    private static readonly SweepOptions Enforcing = new()
    {
        Rotation = RuleMode.Enforce,
        Deletion = RuleMode.Enforce,
        ExemptAliases = [Glob.ForAlias("tf-state-*")],
    };

    private readonly CliHost host;
    private readonly SandboxAlerts alerts;
    private readonly KmsRegions sweeper;
    private readonly Aws.Report.SnsNoticeSink topic;
    private int told;

    private Stage(AwsSandbox sandbox, CliHost host)
    {
        this.host = host;
        Sandbox = sandbox;
        Keys = DemoKeys.Plant(sandbox);
        var arn = sandbox.Sns.CreateTopic(DemoAccount.Id, DemoAccount.Home, DemoAccount.Topic);
        alerts = new(sandbox, arn, new StandardErrorLogger(host.Error, LogLevel.Warning));
        var sweep = SandboxAlerts.Reach(sandbox, "kmsguard-sweep", "nightly");
        sweeper = new(sweep, quotaSharePercent: 100);
        topic = new(sweep, arn);
    }

    /// <summary>The embedded AWS.</summary>
    public AwsSandbox Sandbox { get; }

    /// <summary>The keys there were at the beginning.</summary>
    public IReadOnlyList<DemoKey> Keys { get; }

    /// <summary>Sets the stage for a time.</summary>
    public static async Task<Stage> OpenAsync(DateTimeOffset start, CliHost host, CancellationToken stop) => new(
        await AwsSandbox.StartAsync(new() { Accounts = [DemoAccount.Id], Regions = DemoAccount.Regions, Start = start }, stop), host);

    /// <summary>A key by what the story calls it, in its first Region.</summary>
    public DemoKey Key(string name) => Keys.First(key => key.Name == name);

    /// <summary>What the story calls a key.</summary>
    public string NameOf(string arn) => Keys.FirstOrDefault(key => key.Arn == arn)?.Name ?? arn;

    /// <summary>Where a key stands in the story's order.</summary>
    public int PositionOf(string arn) => Keys.Select(key => key.Arn).ToList().IndexOf(arn);

    /// <summary>Lets time pass.</summary>
    public void MoveTo(DateTimeOffset time) => Sandbox.Clock.Advance(time - Sandbox.Clock.GetUtcNow());

    /// <summary>KMS as somebody in a role's session sees it.</summary>
    public AmazonKeyManagementServiceClient As(string role, string session, string region)
    {
        var reached = SandboxAlerts.Reach(Sandbox, role, session);
        return new(reached.Credentials, new AmazonKeyManagementServiceConfig
        {
            ServiceURL = reached.EndpointUrl,
            AuthenticationRegion = region,
        });
    }

    /// <summary>A sweep of all Regions, and its notice.</summary>
    public async Task<SweepReport> SweepAsync(CancellationToken stop)
    {
        var report = await new Sweep(sweeper, Sandbox.Clock).RunAsync(new([], DemoAccount.Regions), Enforcing, CancellationToken.None, stop);
        if (SweepNotice.IsDue(report))
        {
            // What the sweep did is told first, so that the story has one order.
            await Sandbox.Events.IdleAsync(stop);
            await topic.PublishAsync(SweepNotice.Write(report, MessageFormat.Text), stop);
        }

        return report;
    }

    /// <summary>Somebody types a kmsguard command.</summary>
    /// <returns>What it answered, errors included.</returns>
    public async Task<string> TypeAsync(string session, string[] command, CancellationToken stop)
    {
        var reached = SandboxAlerts.Reach(Sandbox, "OnCall", session);
        await using var answer = new StringWriter();
        var own = host with { Output = answer, Error = answer, Screen = default, ErrorScreen = default, Credentials = reached.Credentials, SignalGrace = null, Time = Sandbox.Clock };
        await CommandLine.RunAsync([.. command, "--endpoint-url", reached.EndpointUrl!, "--region", DemoAccount.Home], own, stop);
        return answer.ToString();
    }

    /// <summary>The notices that came since the last time, once all events are delivered.</summary>
    public async Task<IReadOnlyList<SnsMessage>> NewNoticesAsync(CancellationToken stop)
    {
        await Sandbox.Events.IdleAsync(stop);
        var all = Sandbox.Sns.Messages;
        var fresh = all.Skip(told).ToList();
        told = all.Count;
        return fresh;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Sandbox.DisposeAsync();
        alerts.Dispose();
        sweeper.Dispose();
        topic.Dispose();
    }
}
