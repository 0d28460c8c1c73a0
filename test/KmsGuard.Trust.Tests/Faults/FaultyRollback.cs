using System.Text.Json;
using System.Text.Json.Nodes;
using KmsGuard.Lambda;
using KmsGuard.Lambda.Tests;
using KmsGuard.Restore;
using KmsGuard.Sandbox.Faults;

namespace KmsGuard.Trust.Tests.Faults;

/// <summary>The rollback function in two accounts and two Regions while things go wrong, and what must hold whatever went wrong.</summary>
internal sealed class FaultyRollback : IAsyncDisposable
{
    /// <summary>What the rollback function calls.</summary>
    public static readonly string[] Operations =
    [
        "GetCallerIdentity", "AssumeRole", "ListKeys", "DescribeKey", "ListResourceTags", "CancelKeyDeletion", "TagResource", "EnableKey",
        "GetKeyRotationStatus", "Publish",
    ];

    private const string Member = "444455556666", Run = "20270601T020000Z-0a1b2c3d";

    private static readonly string[] Regions = [TestAccount.Region, "eu-west-1"];

    private readonly TestAccount account;
    private readonly Dice dice;
    private readonly Dictionary<string, string> keys = [];
    private readonly JsonObject input = [];
    private readonly HashSet<string> asked;

    private FaultyRollback(TestAccount account, int seed)
    {
        this.account = account;
        dice = new Dice("rollback function", seed);
        foreach (var (owner, region) in from owner in (string[])[TestAccount.Id, Member] from region in Regions select (owner, region))
        {
            Plant(owner, region, "PendingDeletion", Run);
            Plant(owner, region, "PendingDeletion", Run);
            Plant(owner, region, "PendingDeletion", "20270531T020000Z-0a1b2c3d");
            Plant(owner, region, "PendingDeletion", null);
            Plant(owner, region, "Disabled", Run);
            Plant(owner, region, "Disabled", null);
            Plant(owner, region, "Enabled", Run);
        }

        var look = Look();
        asked = [.. (seed % 3) switch
        {
            0 => Ask("run", Run, arn => look[arn].Tag(KeyTags.Run) == Run),
            1 => Ask("allPending", true, arn => look[arn].IsPending),
            _ => AskFor([.. keys.Keys.Where(_ => dice.OneIn(2))]),
        }];
        input["regions"] = new JsonArray([.. Regions.Select(region => (JsonNode)region)]);
        input["accounts"] = new JsonArray(TestAccount.Id, Member);
        input["reEnable"] = dice.OneIn(3);
        input["reason"] = "chaos";
    }

    public static async Task<FaultyRollback> StartAsync(int seed) =>
        new(await TestAccount.StartAsync(new() { Accounts = [TestAccount.Id, Member], Regions = Regions }), seed);

    /// <summary>Rolls back under a plan, then without one, and gives what was wrong.</summary>
    /// <param name="plan">What goes wrong.</param>
    /// <param name="attemptTimeout">When an attempt is given up.</param>
    /// <param name="mustRestore">Whether all must be restored although it goes wrong.</param>
    /// <param name="seen">What was seen.</param>
    public async Task<IReadOnlyList<string>> PlayAsync(FaultPlan plan, TimeSpan attemptTimeout, bool mustRestore, Sightings seen)
    {
        List<string> wrongs = [];
        var before = Look();
        var doomed = asked.Where(arn => before[arn].IsPending).ToList();
        account.Retries = mustRestore ? null : plan.RetriesInTests(dice);
        account.AttemptTimeout = attemptTimeout;
        account.Sandbox.Faults = plan;
        var report = await InvokeAsync();
        account.Sandbox.Faults = new();
        var now = Look();
        wrongs.AddRange(RollbackWrongs.Of(report, before, now, asked));
        wrongs.AddRange(mustRestore ? RollbackWrongs.OfClean(report, now, doomed, _ => false) : []);
        seen.Saw(account.Sandbox.Calls.Snapshot());
        foreach (var entry in report.Keys)
        {
            seen.Saw($"{entry.Outcome}");
        }

        seen.Saw(account.Sandbox.Sns.Messages.Count > 0 ? "told" : "not told");
        account.Retries = null;
        account.AttemptTimeout = TimeSpan.FromMinutes(5);
        var last = await InvokeAsync();
        wrongs.AddRange(RollbackWrongs.Of(last, now, Look(), asked));
        if (input.Remove("allPending"))
        {
            // A key that is taken back and not yet held is pending no longer: it is named, to be rolled back by its name.
            AskFor([.. report.Keys.Where(entry => entry.Outcome == RollbackOutcome.Failed && asked.Contains(entry.Arn)).Select(entry => entry.Arn)]);
            last = input["keys"]!.AsArray().Count > 0 ? await InvokeAsync() : last;
        }

        wrongs.AddRange(RollbackWrongs.OfClean(last, Look(), doomed, _ => false));
        return [.. wrongs.Select(wrong => $"{wrong}; {input.ToJsonString()}")];
    }

    private async Task<RollbackReport> InvokeAsync()
    {
        using var composition = account.Compose(FunctionKind.Rollback, "ROLE_NAME=kmsguard-member");
        return await new RollbackFunction(composition).HandleAsync(JsonElement.Parse(input.ToJsonString()), TestAccount.Context());
    }

    private void Plant(string owner, string region, string state, string? run)
    {
        var arn = account.Sandbox.Kms.Seed(owner, region, new()
        {
            Id = dice.Id(),
            KeyState = state,
            Tags = run is null ? new Dictionary<string, string>() : new() { [KeyTags.Run] = run },
        });
        keys[arn] = owner;
    }

    private IEnumerable<string> Ask(string member, JsonNode value, Func<string, bool> isMeant)
    {
        input[member] = value;
        return keys.Keys.Where(isMeant);
    }

    private IReadOnlyList<string> AskFor(IReadOnlyList<string> named)
    {
        input["keys"] = new JsonArray([.. named.Select(arn => (JsonNode)arn)]);
        return named;
    }

    private Dictionary<string, KeyLook> Look() => keys.Keys.ToDictionary(arn => arn, arn => KeyLook.Of(account.Sandbox, arn));

    public ValueTask DisposeAsync() => account.DisposeAsync();
}
