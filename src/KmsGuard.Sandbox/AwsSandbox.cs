using KmsGuard.Sandbox.Events;
using KmsGuard.Sandbox.Faults;
using KmsGuard.Sandbox.Kms;
using KmsGuard.Sandbox.Sns;
using KmsGuard.Sandbox.Sts;
using KmsGuard.Sandbox.Trail;
using KmsGuard.Sandbox.Wire;

namespace KmsGuard.Sandbox;

/// <summary>An AWS in this process: KMS, SNS and STS over HTTP, CloudTrail's events, and EventBridge's rules over them.</summary>
public sealed class AwsSandbox : IAsyncDisposable
{
    private readonly AwsEndpoint endpoint;
    private LoopbackServer? server;

    private AwsSandbox(SandboxOptions options)
    {
        var credentials = new CredentialStore(options.Accounts, TimeProvider.System);
        Clock = new(options.Start);
        Calls = new(Clock);
        Kms = new(options, Clock);
        Sns = new(Clock);
        Sts = new(options.Accounts, credentials, Clock);
        Events = new(RuleTemplate.Deployed());
        var trail = new CloudTrail(Events, Clock);
        Kms.CallEnded = trail.Record;
        Kms.Happened = trail.Record;
        var services = new Dictionary<string, AwsService>
        {
            ["kms"] = new(new JsonProtocol("TrentService"), Kms.Invoke),
            ["sns"] = new(new QueryProtocol("http://sns.amazonaws.com/doc/2010-03-31/"), Sns.Invoke),
            ["sts"] = new(new QueryProtocol("https://sts.amazonaws.com/doc/2011-06-15/"), Sts.Invoke),
        };
        endpoint = new(services, options.Regions, credentials, Calls) { Faults = new(options.Faults) };
    }

    /// <summary>Where every service is served: what <c>AWS_ENDPOINT_URL</c> takes.</summary>
    public Uri Endpoint => server?.Address ?? throw new ObjectDisposedException(nameof(AwsSandbox));

    /// <summary>The sandbox's time.</summary>
    public SandboxClock Clock { get; }

    /// <summary>Keys.</summary>
    public KmsService Kms { get; }

    /// <summary>Topics and what was published to them.</summary>
    public SnsService Sns { get; }

    /// <summary>Sessions of assumed roles.</summary>
    public StsService Sts { get; }

    /// <summary>The event bus, with the rules of <c>infra/template.yaml</c>.</summary>
    public EventBridge Events { get; }

    /// <summary>The calls that were served.</summary>
    public CallLog Calls { get; }

    /// <summary>What goes wrong. To set it is to begin anew: the calls of an operation are counted from one.</summary>
    /// <exception cref="ArgumentException">A rule of the plan cannot be.</exception>
    public FaultPlan Faults
    {
        get => endpoint.Faults.Plan;
        set => endpoint.Faults = new(value);
    }

    /// <summary>Starts serving on 127.0.0.1.</summary>
    /// <param name="options">Null for the defaults: one account, three Regions, any free port.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    /// <exception cref="IOException">The port is taken.</exception>
    /// <exception cref="ArgumentException">A rule of the plan of faults cannot be.</exception>
    public static async Task<AwsSandbox> StartAsync(SandboxOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new();
        var sandbox = new AwsSandbox(options);
        try
        {
            sandbox.server = await LoopbackServer.StartAsync(options.Port, sandbox.endpoint.ServeAsync, cancellationToken);
            return sandbox;
        }
        catch
        {
            await sandbox.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops serving and delivering.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref server, null) is { } serving)
        {
            await serving.DisposeAsync();
        }

        await Events.DisposeAsync();
    }
}
