using System.Text.Json.Nodes;
using Amazon.Runtime;
using KmsGuard.Detect;
using KmsGuard.Evaluate;
using KmsGuard.Remediate;
using KmsGuard.Report;
using KmsGuard.Sandbox;
using KmsGuard.Sandbox.Faults;
using KmsGuard.Sandbox.Wire;

namespace KmsGuard.Aws.Tests.Sweeping;

/// <summary>One sweep while things go wrong, and what must hold whatever went wrong.</summary>
internal sealed class FaultySweep : IAsyncDisposable
{
    private readonly AwsSandbox aws;
    private readonly SweepOptions options;
    private readonly IReadOnlyList<PlantedKey> planted;
    private readonly int seed;

    private FaultySweep(AwsSandbox aws, int seed)
    {
        this.aws = aws;
        this.seed = seed;
        planted = new KeyMix(aws, seed).Plant();
        options = new()
        {
            Rotation = seed % 4 == 1 ? RuleMode.DryRun : RuleMode.Enforce,
            Deletion = seed % 4 == 2 ? RuleMode.DryRun : RuleMode.Enforce,
            ExemptAliases = [Glob.ForAlias("prod-*")],
            MaxDeletions = seed % 5 == 0 ? 2 : 10,
        };
    }

    public IReadOnlyList<ServedCall> Calls => aws.Calls.Snapshot();

    /// <summary>In 5% of calls something goes wrong.</summary>
    public static FaultPlan Plan(int seed) => new()
    {
        Seed = seed,
        Rules =
        [
            new() { Kind = FaultKind.Throttle, Share = 0.010 },
            new() { Kind = FaultKind.InternalError, Share = 0.008, AfterShare = 0.5 },
            new() { Kind = FaultKind.LoadBalancerError, Share = 0.004, AfterShare = 0.5 },
            new() { Kind = FaultKind.Hang, Share = 0.006, AfterShare = 0.5 },
            new() { Kind = FaultKind.Denial, Share = 0.008 },
            new() { Kind = FaultKind.Reset, Share = 0.008, AfterShare = 0.5 },
            new() { Kind = FaultKind.ExpiredToken, Share = 0.002 },
            new() { Kind = FaultKind.Truncated, Share = 0.002 },
            new() { Kind = FaultKind.Garbled, Share = 0.002 },
        ],
    };

    public static async Task<FaultySweep> StartAsync(int seed) =>
        new(await AwsSandbox.StartAsync(new() { Start = SandboxRun.Start, Regions = KeyMix.Regions, Faults = Plan(seed) }), seed);

    /// <summary>Sweeps, with as many retries as the seed says: where there are none, every fault is final.</summary>
    public async Task<SweepReport> RunAsync()
    {
        var settings = new AwsSettings
        {
            EndpointUrl = aws.Endpoint.ToString(),
            Region = KeyMix.Regions[0],
            Credentials = new BasicAWSCredentials("test", "test"),
            AttemptTimeout = TimeSpan.FromSeconds(1),
            Retries = seed % 3,
        };
        using var regions = new KmsRegions(settings, quotaSharePercent: 100);
        return await new Sweep(regions, aws.Clock).RunAsync(new([], KeyMix.Regions), options, stop: default, cancellationToken: default);
    }

    /// <summary>Everything about a report that must not be.</summary>
    public IEnumerable<string> Wrongs(SweepReport report)
    {
        var entries = report.Keys.ToDictionary(key => key.Arn);
        foreach (var region in report.Regions)
        {
            var keys = planted.Where(key => key.Region == region.Region).ToList();
            var told = keys.Count(key => entries.ContainsKey(key.Arn));
            if (!region.AddsUp || told != region.Listed || (region.Status == RegionStatus.Complete && told != keys.Count))
            {
                yield return $"{region.Region} ({region.Status}) lists {region.Listed} of {keys.Count} keys, tells of {told}";
            }

            if (keys.Count(IsNewlyPending) is var scheduled && scheduled > options.MaxDeletions)
            {
                yield return $"{scheduled} deletions in {region.Region}, {options.MaxDeletions} allowed";
            }
        }

        foreach (var operation in Calls.Select(call => call.Operation).Where(IsForbidden).Distinct())
        {
            yield return $"a dry run called {operation}";
        }

        foreach (var wrong in planted.SelectMany(key => Wrongs(key, entries.GetValueOrDefault(key.Arn), report.RunId)))
        {
            yield return wrong;
        }
    }

    private IEnumerable<string> Wrongs(PlantedKey key, KeyReport? entry, string runId)
    {
        var pending = IsNewlyPending(key);
        if (pending && (!key.Doomed || entry?.Outcome is not (Outcome.Changed or Outcome.Failed) || TagsOf(key).GetValueOrDefault(KeyTags.Run) != runId))
        {
            yield return $"{key} is pending deletion, as {entry}";
        }

        if (entry is { Outcome: Outcome.Changed, Action: "ScheduleKeyDeletion" } && !pending)
        {
            yield return $"{key} is not pending deletion, as {entry}";
        }

        if (entry is { Outcome: Outcome.Changed, Action: "EnableKeyRotation" }
            && (int?)Look("GetKeyRotationStatus", key)["RotationPeriodInDays"] != options.RotationPeriodDays)
        {
            yield return $"{key} does not rotate, as {entry}";
        }

        if (entry is not null && !Possible(key).Contains(entry.Outcome))
        {
            yield return $"{key} cannot be {entry}";
        }
    }

    // What goes wrong can keep the right answer from being found, but never makes another one of it.
    private IEnumerable<Outcome> Possible(PlantedKey key)
    {
        var enforced = (key.State == "Disabled" ? options.Deletion : options.Rotation) == RuleMode.Enforce;
        var breaker = key.State == "Disabled" && options.MaxDeletions == 2 && key.Right is Outcome.Changed or Outcome.Failed;
        return
        [
            !enforced && key.Right is Outcome.Changed or Outcome.Failed ? Outcome.Planned : key.Right,
            Outcome.Unreadable,
            .. enforced ? [Outcome.Failed] : Array.Empty<Outcome>(),
            .. breaker ? [Outcome.Held] : Array.Empty<Outcome>(),
        ];
    }

    private bool IsForbidden(string operation) => operation switch
    {
        "EnableKeyRotation" => options.Rotation != RuleMode.Enforce,
        "ScheduleKeyDeletion" or "TagResource" => options.Deletion != RuleMode.Enforce,
        _ => operation is not ("DescribeKey" or "GetCallerIdentity")
            && !operation.StartsWith("List", StringComparison.Ordinal) && !operation.StartsWith("GetKey", StringComparison.Ordinal),
    };

    private bool IsNewlyPending(PlantedKey key) =>
        key.State != "PendingDeletion" && (string?)Look("DescribeKey", key)["KeyMetadata"]!["KeyState"] == "PendingDeletion";

    private Dictionary<string, string> TagsOf(PlantedKey key) =>
        Look("ListResourceTags", key)["Tags"]!.AsArray().ToDictionary(tag => (string)tag!["TagKey"]!, tag => (string)tag!["TagValue"]!);

    // Past the wire and its faults, as somebody whom no policy shuts out.
    private JsonObject Look(string operation, PlantedKey key) => aws.Kms.Invoke(new AwsRequest(
        "look", "kms", key.Region, new(SandboxRun.Account, KeyMix.Owner, "AKIAOWNER"), operation, new() { ["KeyId"] = key.Arn }, "test"))!;

    public ValueTask DisposeAsync() => aws.DisposeAsync();
}
