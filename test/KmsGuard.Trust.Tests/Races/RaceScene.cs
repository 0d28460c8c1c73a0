using Amazon.Runtime;
using KmsGuard.Aws;
using KmsGuard.Detect;
using KmsGuard.Evaluate;
using KmsGuard.Remediate;
using KmsGuard.Report;
using KmsGuard.Restore;
using KmsGuard.Trust.Tests.Keys;
using KeySeed = KmsGuard.Sandbox.Kms.KeySeed;

namespace KmsGuard.Trust.Tests.Races;

/// <summary>An account with a few keys, and those who race in it.</summary>
internal sealed class RaceScene(RaceStage stage, string account, Turnstile turnstile)
{
    /// <summary>What a sweep may do here.</summary>
    public static readonly SweepOptions Enforcing = new() { Rotation = RuleMode.Off, Deletion = RuleMode.Enforce, DisabledDays = 30, IdleDays = 0 };

    private readonly List<string> keys = [];
    private Plan? plan;

    public RaceStage Stage => stage;

    public string Account => account;

    /// <summary>The event that a race is about.</summary>
    public System.Text.Json.JsonElement Happened { get; set; }

    public Turnstile Turnstile => turnstile;

    /// <summary>The first key, which mostly is the only one.</summary>
    public KeyArn Key => KeyArn.Parse(keys[0]);

    /// <summary>How each key stands now.</summary>
    public IReadOnlyList<KeyStatus> Look() => [.. keys.Select(new Observer(stage.Sandbox, account).Look)];

    /// <summary>The clock, on which no pause takes time: who is where is up to the turnstile alone.</summary>
    public TimeProvider Time => new NoPause(stage.Sandbox.Clock);

    /// <summary>Plants a key; one that a sweep would take, if nothing else is said.</summary>
    public RaceScene With(string state = "Disabled", params (string Name, string Value)[] tags)
    {
        var now = stage.Sandbox.Clock.GetUtcNow();
        keys.Add(stage.Sandbox.Kms.Seed(account, RaceStage.Region, new KeySeed
        {
            KeyState = state,
            CreatedAt = now.AddDays(-180),
            Tags = tags.Append((Name: KeyTags.DisabledSince, Value: DisabledSince.ToTag(now.AddDays(-100)))).ToDictionary(tag => tag.Name, tag => tag.Value),
        }));
        return this;
    }

    /// <summary>AWS as one of them sees it: the session's name tells them apart.</summary>
    /// <param name="party">Its name.</param>
    /// <param name="role">Its role.</param>
    public AwsSettings As(string party, string role = "kmsguard")
    {
        var session = stage.Sandbox.Sts.CreateSession($"arn:aws:iam::{account}:role/{role}", party);
        return new()
        {
            EndpointUrl = stage.Sandbox.Endpoint.ToString(),
            Region = RaceStage.Region,
            Credentials = new SessionAWSCredentials(session.AccessKeyId, session.SecretAccessKey, session.SessionToken),
            AttemptTimeout = TimeSpan.FromMinutes(5),
        };
    }

    /// <summary>A sweep, to its end.</summary>
    public async Task<SweepReport> SweepAsync(string party, SweepOptions? options = null)
    {
        using var regions = new KmsRegions(As(party), 100);
        return await new Sweep(regions, Time).RunAsync(new([], [RaceStage.Region], $"run-of-{party}"), options ?? Enforcing, default, default);
    }

    /// <summary>A rollback, to its end.</summary>
    public async Task<RollbackReport> RollbackAsync(string party, RollbackRequest request)
    {
        using var regions = new KmsRegions(As(party), 100);
        return await new Rollback(regions, Time).RunAsync(request with { Regions = [RaceStage.Region], Reason = "test" }, default);
    }

    /// <summary>Has a plan made, for somebody to apply.</summary>
    public async Task<RaceScene> PlanAsync()
    {
        using var regions = new KmsRegions(As("planner"), 100);
        var options = Enforcing with { Deletion = RuleMode.DryRun };
        var report = await new Sweep(regions, Time).RunAsync(new([], [RaceStage.Region]), options, default, default);
        plan = Plan.Of(report, options, account, null);
        return this;
    }

    /// <summary>Applies it.</summary>
    public async Task<SweepReport> ApplyAsync(string party)
    {
        using var regions = new KmsRegions(As(party), 100);
        return await new PlanApplication(regions, Time, $"run-of-{party}").RunAsync(plan!, RuleMode.Enforce, default, default);
    }

    /// <summary>Somebody at the console.</summary>
    public async Task<bool> EnableAsync(string party)
    {
        using var regions = new KmsRegions(As(party), 100);
        var kms = await regions.OpenAsync(null, RaceStage.Region, new("test"), default);
        return await kms.ApplyAsync(Key, new KeyAction.EnableKey(), default) is null;
    }
}
