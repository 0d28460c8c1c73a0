using Amazon.Runtime;
using KmsGuard.Detect;
using KmsGuard.Remediate;
using KmsGuard.Sandbox;
using KmsGuard.Sandbox.Kms;

namespace KmsGuard.Aws.Tests;

/// <summary>What moto cannot do: pages, key states, multi-Region sets, last usage, quotas.</summary>
public sealed class SandboxReadingTests : IAsyncLifetime
{
    private const string Account = "111122223333";
    private const string Region = "us-east-1";
    private AwsSandbox aws = null!;
    private KmsRegions regions = null!;
    private IKmsRegion kms = null!;

    public async Task InitializeAsync()
    {
        aws = await AwsSandbox.StartAsync();
        regions = new(
            new() { EndpointUrl = aws.Endpoint.ToString(), Region = Region, Credentials = new BasicAWSCredentials("test", "test") }, 50);
        kms = await regions.OpenAsync(null, Region, new Run("run-1"), default);
    }

    public async Task DisposeAsync()
    {
        regions.Dispose();
        await aws.DisposeAsync();
    }

    [Fact]
    public async Task Lists_longer_than_a_page_are_read_to_their_end()
    {
        var keys = Enumerable.Range(0, 2100).Select(i => Seed(new() { Aliases = i < 250 ? [$"alias/a{i}"] : [] })).ToList();
        var shared = Seed(new() { GranteePrincipals = [.. Enumerable.Range(0, 230).Select(i => $"arn:aws:iam::{Account}:role/r{i}")] });

        var listed = await kms.ListKeysAsync(null, default).ToListAsync();
        var aliases = (await kms.ListAliasesAsync(default)).Value.ShouldNotBeNull();
        var grants = (await kms.ListGrantsAsync(shared, default)).Value.ShouldNotBeNull();

        listed.SelectMany(page => page.Keys).ShouldBe([.. keys, shared], ignoreOrder: true);
        aliases.Sum(key => key.Count()).ShouldBe(250);
        aliases[keys[249].KeyId].ShouldBe(["alias/a249"]);
        grants.Select(grant => grant.Grantee).Distinct().Count().ShouldBe(230);
        kms.Calls.ShouldBe(new Dictionary<string, int> { ["ListAliases"] = 3, ["ListGrants"] = 3, ["ListKeys"] = 3 });
    }

    [Fact]
    public async Task Rotation_carries_its_period_and_next_date()
    {
        var key = Seed(new() { RotationPeriodInDays = 180 });

        var status = (await kms.GetKeyRotationStatusAsync(key, default)).Value.ShouldNotBeNull();
        (await kms.ApplyAsync(key, new KeyAction.EnableKeyRotation(90, 180), default)).ShouldBeNull();

        status.Enabled.ShouldBeTrue();
        status.PeriodDays.ShouldBe(180);
        status.Next.ShouldNotBeNull().Offset.ShouldBe(TimeSpan.Zero);
        (await kms.GetKeyRotationStatusAsync(key, default)).Value!.PeriodDays.ShouldBe(90);
    }

    [Fact]
    public async Task Last_usage_is_told_for_used_and_unused_keys()
    {
        var at = aws.Clock.GetUtcNow().AddDays(-3);
        var used = Seed(new() { CreatedAt = at.AddDays(-10), LastUsedAt = at, LastUsedBy = "GenerateDataKey" });
        var idle = Seed(new() { CreatedAt = at });

        var usage = (await kms.GetKeyLastUsageAsync(used, default)).Value.ShouldNotBeNull();
        var none = (await kms.GetKeyLastUsageAsync(idle, default)).Value.ShouldNotBeNull();

        usage.UsedAt!.Value.ShouldBe(at, TimeSpan.FromSeconds(1));
        usage.Operation.ShouldBe("GenerateDataKey");
        none.UsedAt.ShouldBeNull();
        none.TrackingStart.ShouldNotBeNull();
        none.CreatedAt!.Value.ShouldBe(at, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task A_state_that_forbids_an_action_is_told_as_that()
    {
        var pending = Seed(new() { KeyState = "PendingDeletion" });
        var disabled = Seed(new() { KeyState = "Disabled" });

        foreach (var (key, action) in new (KeyArn, KeyAction)[]
        {
            (pending, new KeyAction.EnableKey()),
            (pending, new KeyAction.ScheduleKeyDeletion(30)),
            (pending, new KeyAction.TagResource(KeyTags.Hold, "x")),
            (disabled, new KeyAction.EnableKeyRotation(365)),
            (disabled, new KeyAction.CancelKeyDeletion(30)),
        })
        {
            var failure = (await kms.ApplyAsync(key, action, default)).ShouldNotBeNull();
            failure.Kind.ShouldBe(FailureKind.InvalidState, action.Operation);
            failure.Operation.ShouldBe(action.Operation);
        }
    }

    [Fact]
    public async Task A_multi_Region_set_is_described_from_both_ends()
    {
        var primary = Seed(new() { MultiRegion = true });
        var replica = KeyArn.Parse(aws.Kms.Seed(Account, "eu-west-1", new() { ReplicaOf = primary.ToString() }));
        var there = await regions.OpenAsync(null, "eu-west-1", new Run("run-1"), default);

        var first = (await kms.DescribeKeyAsync(primary.ToString(), default)).Value.ShouldNotBeNull();
        var second = (await there.DescribeKeyAsync(replica.ToString(), default)).Value.ShouldNotBeNull();

        first.MultiRegion.ShouldBe(MultiRegionKind.Primary);
        first.Replicas.ShouldBe([replica]);
        second.MultiRegion.ShouldBe(MultiRegionKind.Replica);
        second.Primary.ShouldBe(primary);
    }

    [Fact]
    public async Task A_key_of_another_Region_is_never_acted_on_by_its_shared_id()
    {
        var primary = Seed(new() { MultiRegion = true });
        var replica = KeyArn.Parse(aws.Kms.Seed(Account, "eu-west-1", new() { ReplicaOf = primary.ToString() }));

        var failure = await kms.ApplyAsync(replica, new KeyAction.DisableKey(), default);

        failure.ShouldNotBeNull().Code.ShouldBe("WrongRegion");
        (await kms.DescribeKeyAsync(primary.ToString(), default)).Value!.State.ShouldBe(KeyState.Enabled);
    }

    [Fact]
    public async Task More_calls_than_the_quota_allows_wait_for_their_turn_instead_of_being_throttled()
    {
        // The sandbox holds ListGrants to 100 a second, and a burst of 100: unpaced, the last of these would be refused.
        var key = Seed(new());

        var readings = await Task.WhenAll(Enumerable.Range(0, 130).Select(_ => kms.ListGrantsAsync(key, default)));

        readings.ShouldAllBe(reading => reading.Failure == null);
        kms.Throttled.ShouldBe(0);
        kms.Calls["ListGrants"].ShouldBe(130);
    }

    private KeyArn Seed(KeySeed seed) => KeyArn.Parse(aws.Kms.Seed(Account, Region, seed));
}
