using KmsGuard.Lambda;
using KmsGuard.Lambda.Tests;
using KmsGuard.Sandbox;
using KmsGuard.Sandbox.Faults;
using KmsGuard.Sandbox.Sns;

namespace KmsGuard.Trust.Tests.Faults;

/// <summary>Events that are delivered to the alert function while things go wrong, and what must hold whatever went wrong.</summary>
internal sealed class FaultyAlerts : IAsyncDisposable
{
    /// <summary>What the alert function calls.</summary>
    public static readonly string[] Operations =
    [
        "DescribeKey", "ListResourceTags", "ListAliases", "GetKeyRotationStatus", "ListGrants", "GetKeyLastUsage",
        "TagResource", "UntagResource", "CancelKeyDeletion", "Publish",
    ];

    private readonly TestAccount account;
    private readonly Dice dice;
    private readonly FaultPlan plan;
    private readonly AsyncInvocation function;
    private readonly string rescue;

    private FaultyAlerts(TestAccount account, int seed)
    {
        this.account = account;
        dice = new Dice("alerts", seed);
        var drawn = RandomPlan.Of("alerts", seed, Operations, [TestAccount.Region]);
        plan = (seed % 8) switch
        {
            // SNS is left in peace: then nothing at all may hold up an alert.
            0 or 4 => drawn with { Rules = [.. drawn.Rules.Select(rule => rule with { Service = "kms" })] },
            // Lambda's own retries are needed: the function does not try again by itself after a denial.
            1 => drawn with { Rules = [new() { Kind = FaultKind.Denial, Operation = "Publish", Share = 0.5 }, .. drawn.Rules] },
            _ => drawn,
        };
        rescue = dice.Of("both", "both", "off");
        account.Retries = plan.RetriesInTests(dice);
        account.AttemptTimeout = TimeSpan.FromSeconds(1);
        // What is bounded by its own budget has the time of several attempts, however busy the machine is.
        account.Patience = 4;
        function = new(
            () => account.Compose(FunctionKind.Alert, $"RESCUE={rescue}", $"APPROVED_PRINCIPALS={AlertScene.Admin}", $"OWN_ROLES={TestAccount.Role}"), dice);
    }

    private IEnumerable<FaultRule> OfPublish => plan.Rules.Where(rule => rule.Matches("sns", "Publish", TestAccount.Region));

    // Delivery goes on for 300 seconds here, some sixty tries. A denial is the one answer that it does not try again.
    private bool SnsWorks => OfPublish.Sum(rule => rule.Share) <= 0.55 && OfPublish.All(rule => rule.Kind != FaultKind.Denial);

    // Where it cannot work nothing is waited for.
    private bool SnsNeverWorks => OfPublish.Sum(rule => rule.Share) >= 0.9;

    public static async Task<FaultyAlerts> StartAsync(int seed) => new(await TestAccount.StartAsync(), seed);

    /// <summary>Lets some things happen, one after another, and gives what was wrong.</summary>
    public async Task<IReadOnlyList<string>> PlayAsync(Sightings seen)
    {
        List<string> wrongs = [];
        using var scene = new AlertScene(account, dice);
        for (var i = 0; i < 3; i++)
        {
            var name = dice.Of(AlertScene.Names);
            var happened = await scene.HappenAsync(name);
            var before = KeyLook.Of(account.Sandbox, happened.Key);
            var (calls, messages) = (account.Sandbox.Calls.Snapshot().Count, account.Sandbox.Sns.Messages.Count);
            account.Sandbox.Faults = plan;
            var failures = await function.DeliverAsync(happened.Event, Context);
            account.Sandbox.Faults = new();
            var served = account.Sandbox.Calls.Snapshot().Skip(calls).ToList();
            var told = account.Sandbox.Sns.Messages.Skip(messages).ToList();
            var now = KeyLook.Of(account.Sandbox, happened.Key);
            seen.Saw(served);
            seen.Saw($"{name}: {(failures.Count == AsyncInvocation.Deliveries ? "queued" : failures.Count == 0 ? "told" : "told at a later delivery")}");
            wrongs.AddRange(Delivered(happened, failures, served, told)
                .Concat(Rescued(happened, before, now, told, seen))
                .Select(wrong => $"{name}: {wrong}; {string.Join(", ", plan.Rules)}; failures: {string.Join(" | ", failures.Select(e => e.Message))}"));
        }

        return wrongs;
    }

    private IEnumerable<string> Delivered(Happening happened, IReadOnlyList<Exception> failures, IReadOnlyList<ServedCall> served, List<SnsMessage> told)
    {
        var queued = failures.Count == AsyncInvocation.Deliveries;
        if (!queued && told.Count == 0)
        {
            yield return "LOST: the invocation ended well, and nobody was told";
        }

        if (SnsWorks && failures.Count > 0)
        {
            yield return $"SNS took notices, and yet {failures.Count} invocations failed";
        }

        if (queued && served.Count(call => call.Operation == "Publish") < AsyncInvocation.Deliveries && !SnsNeverWorks)
        {
            yield return "it was given up before SNS was asked in each invocation";
        }

        if (queued && served.Any(call => call is { Operation: "Publish", ErrorCode: null, Fault: null }))
        {
            yield return "SNS took the notice, and yet the event is in the queue";
        }

        foreach (var notice in told.Where(notice => Attribute(notice, "eventId") != happened.Id
            || Attribute(notice, "keyArn") != happened.Key || Attribute(notice, "event") != happened.Name))
        {
            yield return $"the notice '{notice.Subject}' is not of this event";
        }
    }

    private IEnumerable<string> Rescued(Happening happened, KeyLook before, KeyLook now, List<SnsMessage> told, Sightings seen)
    {
        var saysRescued = told.Any(notice => notice.Subject!.Contains(", rescued: ", StringComparison.Ordinal));
        var saysNotRescued = told.Any(notice => notice.Subject!.StartsWith("[CRITICAL]", StringComparison.Ordinal)
            && notice.Subject.Contains(", NOT RESCUED: ", StringComparison.Ordinal));
        seen.Saw(saysRescued ? "says rescued" : saysNotRescued ? "says not rescued" : "says nothing of a rescue");
        if (!happened.Rescues || rescue == "off")
        {
            if (before.State != now.State || now.Tag(KeyTags.Hold) is not null || saysRescued || saysNotRescued)
            {
                yield return $"there was nothing to rescue: {before} became {now}";
            }
        }
        else if (saysRescued && (now.IsPending || now.Tag(KeyTags.Hold) is null))
        {
            yield return $"it is said to be rescued and is {now}";
        }
        else if (now.IsPending && told.Count > 0 && !saysNotRescued)
        {
            yield return "it is not rescued, and people are not told that they must act";
        }
    }

    private static string? Attribute(SnsMessage notice, string name) => notice.Attributes.GetValueOrDefault(name)?.Value;

    private Amazon.Lambda.TestUtilities.TestLambdaContext Context()
    {
        var context = TestAccount.Context();
        context.RemainingTime = TimeSpan.FromSeconds(SnsNeverWorks ? 3 : 15);
        return context;
    }

    public async ValueTask DisposeAsync()
    {
        function.Dispose();
        await account.DisposeAsync();
    }
}
