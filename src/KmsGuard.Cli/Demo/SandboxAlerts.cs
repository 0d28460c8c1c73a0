using System.Text.Json;
using Amazon.Runtime;
using KmsGuard.Aws;
using KmsGuard.Aws.Report;
using KmsGuard.Evaluate;
using KmsGuard.Report;
using KmsGuard.Sandbox;
using Microsoft.Extensions.Logging;

namespace KmsGuard.Cli.Demo;

/// <summary>The alert function's work for a sandbox: what the event rules match is told to a topic.</summary>
internal sealed class SandboxAlerts : IDisposable
{
    private readonly KmsRegions regions;
    private readonly SnsNoticeSink topic;

    /// <summary>From now on, events of the sandbox lead to notices.</summary>
    public SandboxAlerts(AwsSandbox sandbox, string topicArn, ILogger logger)
    {
        var aws = Reach(sandbox, "kmsguard-alert", "alert");
        regions = new(aws, quotaSharePercent: 100);
        topic = new(aws, topicArn);
        var alerting = new Alerting(
            regions,
            new()
            {
                OwnAccount = DemoAccount.Id,
                OwnRoles = [new Glob(DemoAccount.Role("kmsguard-*"))],
                // Nothing hangs here: the story is the same on a machine that is slow.
                EnrichmentBudget = TimeSpan.FromMinutes(5),
            },
            new AlertMemory(sandbox.Clock),
            sandbox.Clock,
            logger);
        sandbox.Events.Register("AlertFunction", async (text, stop) =>
        {
            using var json = JsonDocument.Parse(text);
            if ((await alerting.HandleAsync(json.RootElement, topic, stop)).Notice is { } notice)
            {
                Published?.Invoke(notice);
            }
        });
    }

    /// <summary>Told of each notice after it was published.</summary>
    public Action<Notice>? Published { get; init; }

    /// <summary>The way into the sandbox in a role's session, whatever is configured on this machine.</summary>
    public static AwsSettings Reach(AwsSandbox sandbox, string role, string session)
    {
        var issued = sandbox.Sts.CreateSession(DemoAccount.Role(role), session);
        return new()
        {
            EndpointUrl = sandbox.Endpoint.AbsoluteUri,
            Region = DemoAccount.Home,
            Credentials = new SessionAWSCredentials(issued.AccessKeyId, issued.SecretAccessKey, issued.SessionToken),
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        regions.Dispose();
        topic.Dispose();
    }
}
