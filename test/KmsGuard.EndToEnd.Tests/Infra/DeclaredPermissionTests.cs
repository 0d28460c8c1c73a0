using System.Collections.Concurrent;
using System.Text.Json;
using Amazon.Runtime;
using KmsGuard.Aws;
using KmsGuard.Aws.Report;
using KmsGuard.Detect;
using KmsGuard.Evaluate;
using KmsGuard.Remediate;
using KmsGuard.Report;
using KmsGuard.Restore;
using KmsGuard.Sandbox;
using Microsoft.Extensions.Logging.Abstractions;

namespace KmsGuard.EndToEnd.Tests.Infra;

/// <summary>What the code declares is what it calls, when it does everything that it can do.</summary>
[Trait("Proof", "attacks")]
public sealed class DeclaredPermissionTests : IAsyncLifetime
{
    private const string Account = "111122223333", Region = "us-east-1";
    private AwsSandbox sandbox = null!;
    private AwsSettings settings = null!;
    private KmsRegions regions = null!;

    public async Task InitializeAsync()
    {
        sandbox = await AwsSandbox.StartAsync(new() { Quotas = false });
        settings = new()
        {
            EndpointUrl = sandbox.Endpoint.ToString(),
            Region = Region,
            Credentials = new BasicAWSCredentials("test", "test"),
        };
        regions = new(settings, 100);
    }

    public async Task DisposeAsync()
    {
        regions.Dispose();
        await sandbox.DisposeAsync();
    }

    [Fact]
    public async Task A_sweep_calls_what_is_declared_for_it()
    {
        SeedEveryKindOfWork();

        var report = await SweepAsync();

        report.Regions.ShouldHaveSingleItem().Outcomes[KebabCase.Of(Outcome.Changed)].ShouldBe(2);
        Calls().ShouldBe(Permissions.Sweep.Order());
    }

    [Fact]
    public async Task A_rollback_calls_what_is_declared_for_it()
    {
        SeedEveryKindOfWork();
        var run = (await SweepAsync()).RunId;
        var before = sandbox.Calls.Snapshot().Count;

        var report = await new Rollback(regions, sandbox.Clock).RunAsync(
            new RollbackRequest { Run = run, Regions = [Region], ReEnable = true }, CancellationToken.None);

        report.Keys.ShouldHaveSingleItem().Outcome.ShouldBe(RollbackOutcome.Restored);
        Calls(before).ShouldBe(Permissions.Rollback.Order());
    }

    [Fact]
    public async Task The_alert_function_calls_what_is_declared_for_it()
    {
        var key = KeyArn.Parse(sandbox.Kms.Seed(Account, Region, new()));
        var events = new ConcurrentQueue<string>();
        sandbox.Events.Register("AlertFunction", (json, _) => Task.Run(() => events.Enqueue(json)));
        using var sink = new SnsNoticeSink(settings, sandbox.Sns.CreateTopic(Account, Region, "kmsguard"));
        var alerting = new Alerting(regions, new AlertOptions { OwnAccount = Account }, new(sandbox.Clock), new PatientTime(sandbox.Clock, 20), NullLogger.Instance);
        var person = await regions.OpenAsync(null, Region, new Run("person"), CancellationToken.None);
        var calls = new SortedSet<string>(StringComparer.Ordinal);

        foreach (var action in new KeyAction[] { new KeyAction.DisableKey(), new KeyAction.EnableKey() })
        {
            (await person.ApplyAsync(key, action, CancellationToken.None)).ShouldBeNull();
            await sandbox.Events.IdleAsync();
            var before = sandbox.Calls.Snapshot().Count;
            events.TryDequeue(out var json).ShouldBeTrue();
            using var document = JsonDocument.Parse(json!);
            (await alerting.HandleAsync(document.RootElement, sink, CancellationToken.None)).Notice.ShouldNotBeNull();
            calls.UnionWith(Calls(before));
        }

        calls.ShouldBe(Permissions.Alert.Order());
    }

    [Fact]
    public async Task A_rescue_calls_what_is_declared_for_it_and_nothing_else()
    {
        var key = KeyArn.Parse(sandbox.Kms.Seed(Account, Region, new()));
        using var sink = new SnsNoticeSink(settings, sandbox.Sns.CreateTopic(Account, Region, "kmsguard"));
        var options = new AlertOptions { OwnAccount = Account, Rescue = new() { Mode = RescueMode.Unapproved } };
        var alerting = new Alerting(regions, options, new(sandbox.Clock), new PatientTime(sandbox.Clock, 20), NullLogger.Instance);
        var person = await regions.OpenAsync(null, Region, new Run("person"), CancellationToken.None);
        (await person.ApplyAsync(key, new KeyAction.ScheduleKeyDeletion(7), CancellationToken.None)).ShouldBeNull();
        var before = sandbox.Calls.Snapshot().Count;

        var result = await alerting.HandleAsync(JsonElement.Parse(sandbox.Events.Emitted[^1].Json), sink, CancellationToken.None);

        result.Alert!.Rescue!.Outcome.ShouldBe(RescueOutcome.Done);
        // A tag is taken away only from a key that was enabled.
        Calls(before).ShouldBe(Permissions.AlertWithRescue.Except(["kms:UntagResource"]).Order());
    }

    // A key to rotate, one to mark, and one whose quarantine is over.
    private void SeedEveryKindOfWork()
    {
        var longAgo = sandbox.Clock.GetUtcNow().AddDays(-100);
        sandbox.Kms.Seed(Account, Region, new());
        sandbox.Kms.Seed(Account, Region, new() { KeyState = "Disabled" });
        sandbox.Kms.Seed(Account, Region, new()
        {
            KeyState = "Disabled",
            CreatedAt = longAgo,
            Tags = new Dictionary<string, string> { [KeyTags.DisabledSince] = DisabledSince.ToTag(longAgo) },
        });
    }

    private Task<SweepReport> SweepAsync() => new Sweep(regions, sandbox.Clock).RunAsync(
        new SweepScope([], [Region]), new() { Rotation = RuleMode.Enforce, Deletion = RuleMode.Enforce, IdleDays = 30 }, CancellationToken.None, CancellationToken.None);

    private IEnumerable<string> Calls(int from = 0) => sandbox.Calls.Snapshot().Skip(from)
        .Where(call => call.Service == "kms").Select(call => $"kms:{call.Operation}").Distinct().Order();
}
