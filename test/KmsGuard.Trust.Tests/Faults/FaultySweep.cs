using KmsGuard.Evaluate;
using KmsGuard.Remediate;
using KmsGuard.Report;
using KmsGuard.Sandbox.Faults;

namespace KmsGuard.Trust.Tests.Faults;

/// <summary>One sweep while things go wrong, and what must hold whatever went wrong.</summary>
internal sealed class FaultySweep
{
    /// <summary>What a sweep calls.</summary>
    public static readonly string[] Operations =
    [
        "GetCallerIdentity", "ListKeys", "DescribeKey", "ListResourceTags", "ListAliases", "GetKeyRotationStatus", "ListGrants", "GetKeyLastUsage",
        "EnableKeyRotation", "TagResource", "ScheduleKeyDeletion",
    ];

    private readonly PlantedAccount account;
    private readonly SweepOptions options;
    private readonly Claimant claimant;

    public FaultySweep(PlantedAccount account, int seed)
    {
        this.account = account;
        var dice = new Dice("sweep", seed);
        options = new()
        {
            Rotation = dice.OneIn(5) ? RuleMode.DryRun : RuleMode.Enforce,
            Deletion = dice.OneIn(5) ? RuleMode.DryRun : RuleMode.Enforce,
            ExemptAliases = [Glob.ForAlias("prod-*")],
            MaxDeletions = dice.OneIn(5) ? 2 : 10,
        };
        claimant = new(account.Aws, dice.Of([.. account.Keys.Where(key => key.Doomed)]));
        Plan = RandomPlan.Of("sweep", seed, Operations, KeyMix.Regions);
        Retries = Plan.RetriesInTests(dice);
    }

    public FaultPlan Plan { get; init; }

    /// <summary>The SDK's: where there are none, every fault is final.</summary>
    public int Retries { get; init; }

    /// <summary>Sweeps.</summary>
    public async Task<SweepReport> RunAsync(TimeSpan attemptTimeout)
    {
        using var regions = account.Open(Retries, attemptTimeout);
        account.Aws.Faults = Plan;
        return await new Sweep(regions, account.Aws.Clock).RunAsync(new([], KeyMix.Regions), options, stop: default, cancellationToken: default);
    }

    /// <summary>Whether somebody came and held a key between the sweep's reading it and its acting.</summary>
    public bool WasClaimed => account.Keys.Any(claimant.Holds);

    /// <summary>Everything about a report that must not be.</summary>
    public IEnumerable<string> Wrongs(SweepReport report, IReadOnlyDictionary<string, KeyLook> now)
    {
        var entries = report.Keys.ToDictionary(key => key.Arn);
        foreach (var region in report.Regions)
        {
            var keys = account.Keys.Where(key => key.Region == region.Region).ToList();
            var told = keys.Count(key => entries.ContainsKey(key.Arn));
            if (!region.AddsUp || told != region.Listed || (region.Status == RegionStatus.Complete && told != keys.Count))
            {
                yield return $"{region.Region} ({region.Status}) lists {region.Listed} of {keys.Count} keys, tells of {told}";
            }

            if (keys.Count(key => IsNewlyPending(key, now)) is var scheduled && scheduled > options.MaxDeletions)
            {
                yield return $"{scheduled} deletions in {region.Region}, {options.MaxDeletions} allowed";
            }
        }

        foreach (var operation in account.Aws.Calls.Snapshot().Select(call => call.Operation).Where(IsForbidden).Distinct())
        {
            yield return $"a dry run called {operation}";
        }

        foreach (var wrong in account.Keys.SelectMany(key => Wrongs(key, now, entries.GetValueOrDefault(key.Arn), report.RunId)))
        {
            yield return wrong;
        }
    }

    public static bool IsNewlyPending(PlantedKey key, IReadOnlyDictionary<string, KeyLook> now) =>
        key.State != "PendingDeletion" && now[key.Arn].IsPending;

    private IEnumerable<string> Wrongs(PlantedKey key, IReadOnlyDictionary<string, KeyLook> now, KeyReport? entry, string runId)
    {
        var pending = IsNewlyPending(key, now);
        if (pending && (!key.Doomed || claimant.Holds(key) || entry?.Outcome is not (Outcome.Changed or Outcome.Failed) || now[key.Arn].Tag(KeyTags.Run) != runId))
        {
            yield return $"{key} is pending deletion, as {entry}";
        }

        if (entry is { Outcome: Outcome.Changed, Action: "ScheduleKeyDeletion" } && !pending)
        {
            yield return $"{key} is not pending deletion, as {entry}";
        }

        if (entry is { Outcome: Outcome.Changed, Action: "EnableKeyRotation" } && now[key.Arn].PeriodDays != options.RotationPeriodDays)
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
            .. breaker || claimant.Holds(key) ? [Outcome.Held] : Array.Empty<Outcome>(),
        ];
    }

    private bool IsForbidden(string operation) => operation switch
    {
        "EnableKeyRotation" => options.Rotation != RuleMode.Enforce,
        "ScheduleKeyDeletion" or "TagResource" => options.Deletion != RuleMode.Enforce,
        _ => operation is not ("DescribeKey" or "GetCallerIdentity")
            && !operation.StartsWith("List", StringComparison.Ordinal) && !operation.StartsWith("GetKey", StringComparison.Ordinal),
    };
}
