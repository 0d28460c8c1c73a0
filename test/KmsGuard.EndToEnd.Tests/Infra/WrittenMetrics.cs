using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.Runtime;
using KmsGuard.Aws;
using KmsGuard.Aws.Report;
using KmsGuard.Detect;
using KmsGuard.Remediate;
using KmsGuard.Report;
using KmsGuard.Sandbox;
using Microsoft.Extensions.Logging.Abstractions;

namespace KmsGuard.EndToEnd.Tests.Infra;

/// <summary>The metrics that the functions write, from a sweep, an alert that is told and one that is not.</summary>
public sealed class WrittenMetrics : IAsyncLifetime
{
    private const string Account = Stack.Account, Region = Stack.Region;
    private readonly ConcurrentQueue<string> lines = new();

    /// <summary>Each as CloudWatch names it: namespace, metric, and its dimensions' names in order, e.g. <c>KmsGuard Keys Function=sweep Region Outcome</c>.</summary>
    public IReadOnlySet<string> Names { get; private set; } = new HashSet<string>();

    /// <summary>A metric of one function alone: the values that were written.</summary>
    public IReadOnlyList<double> Values(string function, string metric) =>
        [.. lines.Select(line => JsonNode.Parse(line)!).Where(line => line["Function"]!.ToString() == function && line[metric] is not null).Select(line => line[metric]!.GetValue<double>())];

    public async Task InitializeAsync()
    {
        await using var sandbox = await AwsSandbox.StartAsync(new() { Quotas = false });
        var settings = new AwsSettings { EndpointUrl = sandbox.Endpoint.ToString(), Region = Region, Credentials = new BasicAWSCredentials("test", "test") };
        using var regions = new KmsRegions(settings, 100);
        var key = KeyArn.Parse(sandbox.Kms.Seed(Account, Region, new()));
        var report = await new Sweep(regions, sandbox.Clock).RunAsync(new SweepScope([], [Region]), new(), CancellationToken.None, CancellationToken.None);
        foreach (var line in SweepMetrics.Of(report, sandbox.Clock.GetUtcNow()))
        {
            lines.Enqueue(line);
        }

        var person = await regions.OpenAsync(null, Region, new Run("person"), CancellationToken.None);
        (await person.ApplyAsync(key, new KeyAction.DisableKey(), CancellationToken.None)).ShouldBeNull();
        await sandbox.Events.IdleAsync();
        var disabled = JsonElement.Parse(sandbox.Events.Emitted[^1].Json);
        var alerting = new Alerting(regions, new() { OwnAccount = Account, Metrics = lines.Enqueue }, new(sandbox.Clock), new PatientTime(sandbox.Clock, 20), NullLogger.Instance);
        using var nowhere = new SnsNoticeSink(settings, $"arn:aws:sns:{Region}:{Account}:deleted");
        await Should.ThrowAsync<FailureException>(alerting.HandleAsync(disabled, nowhere, CancellationToken.None));
        using var topic = new SnsNoticeSink(settings, sandbox.Sns.CreateTopic(Account, Region, "kmsguard"));
        (await alerting.HandleAsync(disabled, topic, CancellationToken.None)).Notice.ShouldNotBeNull();
        Names = lines.SelectMany(NamesOf).ToHashSet();
    }

    public Task DisposeAsync() => Task.CompletedTask;

    private static IEnumerable<string> NamesOf(string line)
    {
        var json = JsonNode.Parse(line)!;
        foreach (var directive in json["_aws"]!["CloudWatchMetrics"]!.AsArray())
        {
            foreach (var set in directive!["Dimensions"]!.AsArray())
            {
                foreach (var metric in directive["Metrics"]!.AsArray())
                {
                    var dimensions = set!.AsArray().Select(name => $"{name}" == "Function" ? $"Function={json["Function"]}" : $"{name}");
                    yield return $"{directive["Namespace"]} {metric!["Name"]} {string.Join(' ', dimensions)}";
                }
            }
        }
    }
}
