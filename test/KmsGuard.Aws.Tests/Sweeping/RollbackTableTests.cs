using KmsGuard.Detect;
using KmsGuard.Restore;
using KmsGuard.Sandbox.Kms;

namespace KmsGuard.Aws.Tests.Sweeping;

/// <summary>Every state that KMS knows, by key and by run, to be enabled or not: what is there afterwards, and every call.</summary>
public sealed class RollbackTableTests : IAsyncLifetime
{
    private const string RunId = "20270530T020000Z-0a1b2c3d";

    // A disabled key with a run's tag and no hold may be one that a sweep is about to schedule: it is looked at once more.
    private const string Hold = "DescribeKey ListResourceTags TagResource DescribeKey ListResourceTags DescribeKey ListResourceTags DescribeKey ListResourceTags";
    private const string HoldEnable = "DescribeKey ListResourceTags TagResource EnableKey DescribeKey GetKeyRotationStatus ListResourceTags DescribeKey";
    private const string Cancel = "DescribeKey ListResourceTags CancelKeyDeletion TagResource DescribeKey ListResourceTags";
    private const string CancelEnable = "DescribeKey ListResourceTags CancelKeyDeletion TagResource EnableKey DescribeKey GetKeyRotationStatus ListResourceTags";

    // Of a multi-Region key, once more for its part in the set, and once for its replica.
    private const string Set = " DescribeKey DescribeKey";

    private SandboxRun run = null!;

    public static TheoryData<string, bool, string, RollbackOutcome, string> States => new()
    {
        { "PendingDeletion", false, "Disabled", RollbackOutcome.Restored, Cancel },
        { "PendingDeletion", true, "Enabled", RollbackOutcome.Restored, CancelEnable },
        { "PendingReplicaDeletion", false, "Disabled", RollbackOutcome.Restored, Cancel + Set },
        { "PendingReplicaDeletion", true, "Enabled", RollbackOutcome.Restored, CancelEnable + Set },
        { "Disabled", false, "Disabled", RollbackOutcome.AlreadySafe, Hold },
        { "Disabled", true, "Enabled", RollbackOutcome.Restored, HoldEnable },
        { "Enabled", false, "Enabled", RollbackOutcome.AlreadySafe, "DescribeKey" },
        { "Enabled", true, "Enabled", RollbackOutcome.AlreadySafe, "DescribeKey" },
        { "PendingImport", false, "PendingImport", RollbackOutcome.AlreadySafe, "DescribeKey" },
        { "PendingImport", true, "PendingImport", RollbackOutcome.AlreadySafe, "DescribeKey" },
        { "Unavailable", false, "Unavailable", RollbackOutcome.AlreadySafe, "DescribeKey" },
        { "Unavailable", true, "Unavailable", RollbackOutcome.AlreadySafe, "DescribeKey" },
        { "Creating", false, "Creating", RollbackOutcome.AlreadySafe, "DescribeKey" + Set },
        { "Creating", true, "Creating", RollbackOutcome.AlreadySafe, "DescribeKey" + Set },
        { "Updating", false, "Updating", RollbackOutcome.AlreadySafe, "DescribeKey" + Set },
        { "Updating", true, "Updating", RollbackOutcome.AlreadySafe, "DescribeKey" + Set },
    };

    public async Task InitializeAsync() => run = await SandboxRun.StartAsync();

    public async Task DisposeAsync() => await run.DisposeAsync();

    [Fact]
    public void The_table_has_every_state() =>
        States.Select(row => (string)row[0]).Distinct().Order().ShouldBe(Enum.GetNames<KeyState>().Except(["Unknown"]).Order());

    [Theory]
    [MemberData(nameof(States))]
    public async Task By_key(string before, bool reEnable, string after, RollbackOutcome outcome, string calls)
    {
        var key = Seed(before);

        var report = await run.RollbackAsync(new() { Keys = [new(key.KeyId, key)], ReEnable = reEnable, Reason = "test" });

        await ShouldBeAsync(report, key, (before, after, outcome), calls);
    }

    [Theory]
    [MemberData(nameof(States))]
    public async Task By_run(string before, bool reEnable, string after, RollbackOutcome outcome, string calls)
    {
        var key = Seed(before);

        var report = await run.RollbackAsync(new() { Run = RunId, Regions = ["us-east-1"], ReEnable = reEnable, Reason = "test" });

        if (before is "Disabled" or "PendingDeletion" or "PendingReplicaDeletion")
        {
            await ShouldBeAsync(report, key, (before, after, outcome), "ListKeys DescribeKey ListResourceTags " + calls);
        }
        else
        {
            // Safe already: not asked for its tags, which would double what a search costs.
            report.Keys.ShouldBeEmpty();
            Calls().ShouldBe("ListKeys DescribeKey");
            (await run.StateAsync(key)).ShouldBe(before);
        }
    }

    [Theory]
    [MemberData(nameof(States))]
    public async Task Everything_pending(string before, bool reEnable, string after, RollbackOutcome outcome, string calls)
    {
        var key = Seed(before);

        var report = await run.RollbackAsync(new() { AllPending = true, Regions = ["us-east-1"], ReEnable = reEnable, Reason = "test" });

        if (before is "PendingDeletion" or "PendingReplicaDeletion")
        {
            await ShouldBeAsync(report, key, (before, after, outcome), "ListKeys DescribeKey " + calls);
        }
        else
        {
            report.Keys.ShouldBeEmpty();
            report.Succeeded.ShouldBeTrue();
            Calls().ShouldBe("ListKeys DescribeKey");
            (await run.StateAsync(key)).ShouldBe(before);
        }
    }

    private async Task ShouldBeAsync(RollbackReport report, KeyArn key, (string Before, string After, RollbackOutcome Outcome) expected, string calls)
    {
        var entry = report.Keys.ShouldHaveSingleItem();
        entry.Arn.ShouldBe(key.ToString());
        (entry.Before.ToString(), entry.After.ToString(), entry.Outcome).ShouldBe(expected);
        entry.Error.ShouldBeNull();
        Calls().ShouldBe(calls);
        (await run.StateAsync(key)).ShouldBe(expected.After);
        var held = expected.After is "Disabled" || calls.Contains("TagResource", StringComparison.Ordinal);
        (await run.TagsAsync(key)).ContainsKey(KeyTags.Hold).ShouldBe(held);
    }

    private KeyArn Seed(string state)
    {
        var multiRegion = state is "PendingReplicaDeletion" or "Creating" or "Updating";
        var key = run.Seed("us-east-1", new KeySeed
        {
            KeyState = state,
            MultiRegion = multiRegion,
            Origin = state switch { "PendingImport" => "EXTERNAL", "Unavailable" => "AWS_CLOUDHSM", _ => "AWS_KMS" },
            Tags = new Dictionary<string, string> { [KeyTags.Run] = RunId },
        });
        if (multiRegion)
        {
            run.Seed("us-west-2", new() { ReplicaOf = key.ToString() });
        }

        return key;
    }

    private string Calls() => string.Join(' ', run.Aws.Calls.Snapshot().Where(call => call.Service == "kms").Select(call => call.Operation));
}
