using KmsGuard.Detect;
using KmsGuard.Restore;
using KmsGuard.Sandbox.Kms;

namespace KmsGuard.Aws.Tests.Sweeping;

/// <summary>Where a key cannot just be taken back, the answer says what that means.</summary>
public sealed class HardRollbackTests : IAsyncLifetime
{
    private const string RunId = "20270530T020000Z-0a1b2c3d";

    private static readonly KeySeed Pending = new()
    {
        KeyState = "PendingDeletion",
        Tags = new Dictionary<string, string> { [KeyTags.Run] = RunId },
    };

    private SandboxRun run = null!;

    public async Task InitializeAsync() => run = await SandboxRun.StartAsync();

    public async Task DisposeAsync() => await run.DisposeAsync();

    [Fact]
    public async Task A_deleted_key_s_data_is_lost()
    {
        var key = run.Seed("us-east-1", Pending with { PendingWindowInDays = 7 });
        run.Aws.Clock.Advance(TimeSpan.FromDays(8));

        var byArn = await One(new() { Keys = [new(key.KeyId, key)] });
        var byId = await One(new() { Keys = [new(key.KeyId, null)], Regions = SandboxRun.Regions });

        foreach (var entry in (RollbackEntry[])[byArn, byId])
        {
            entry.Outcome.ShouldBe(RollbackOutcome.NotFound);
            entry.Error.ShouldNotBeNull().ShouldContain("what is encrypted under it is lost for good");
            entry.Error.ShouldContain("CloudTrail's event DeleteKey says when");
        }
    }

    [Fact]
    public async Task A_policy_that_denies_the_cancel_is_told_with_who_can_still_do_it_and_by_when()
    {
        var key = run.Seed("us-east-1", Pending with { Policy = """
            {"Version":"2012-10-17","Statement":[
              {"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:root"},"Action":"kms:*","Resource":"*"},
              {"Effect":"Deny","Principal":{"AWS":"*"},"Action":"kms:CancelKeyDeletion","Resource":"*"}]}
            """ });

        var entry = await One(new() { Keys = [new(key.KeyId, key)] });

        (entry.Before, entry.After, entry.Outcome).ShouldBe((KeyState.PendingDeletion, KeyState.PendingDeletion, RollbackOutcome.Failed));
        entry.Error.ShouldNotBeNull().ShouldContain("the root user of account 111122223333");
        entry.Error.ShouldContain("PutKeyPolicy");
        entry.Error.ShouldContain("before 2027-07-01 02:00 UTC");
    }

    [Fact]
    public async Task A_run_is_taken_back_in_every_account_that_it_went_to_through_the_member_role()
    {
        var own = run.Seed("us-east-1", Pending);
        var member = run.Seed("eu-west-1", Pending, SandboxRun.Member);

        var report = await run.RollbackAsync(new()
        {
            Run = RunId,
            Accounts = [SandboxRun.Account, SandboxRun.Member, "777788889999"],
            Regions = SandboxRun.Regions,
        });

        report.Keys.Where(key => key.Outcome == RollbackOutcome.Restored).Select(key => key.Arn)
            .ShouldBe([own.ToString(), member.ToString()], ignoreOrder: true);
        var closed = report.Keys.Single(key => key.Outcome == RollbackOutcome.Failed);
        closed.Arn.ShouldBe("777788889999");
        closed.Error.ShouldNotBeNull().ShouldContain("could not be entered");
        run.Aws.Calls.Snapshot().Single(call => call.Operation == "CancelKeyDeletion" && call.Region == "eu-west-1")
            .CallerArn.ShouldStartWith($"arn:aws:sts::{SandboxRun.Member}:assumed-role/kmsguard-member/kmsguard-rollback");
    }

    [Fact]
    public async Task A_key_of_another_account_is_reached_by_its_ARN_and_by_its_id()
    {
        var byArn = run.Seed("us-east-1", Pending, SandboxRun.Member);
        var byId = run.Seed("us-west-2", Pending, SandboxRun.Member);

        var report = await run.RollbackAsync(new()
        {
            Keys = [new(byArn.KeyId, byArn), new(byId.KeyId, null)],
            Accounts = [SandboxRun.Member, SandboxRun.Account],
            Regions = SandboxRun.Regions,
        });

        report.Keys.Select(key => (key.Arn, key.Outcome))
            .ShouldBe([(byArn.ToString(), RollbackOutcome.Restored), (byId.ToString(), RollbackOutcome.Restored)]);
    }

    [Fact]
    public async Task A_key_of_another_account_without_a_role_fails_and_says_what_is_missing()
    {
        await using var roleless = await SandboxRun.StartAsync(settings => settings with { RoleName = null });
        var key = roleless.Seed("us-east-1", Pending, SandboxRun.Member);

        var entry = (await roleless.RollbackAsync(new() { Keys = [new(key.KeyId, key)] })).Keys.ShouldHaveSingleItem();

        entry.Outcome.ShouldBe(RollbackOutcome.Failed);
        entry.Error.ShouldNotBeNull().ShouldContain("no role to assume there is named");
    }

    [Fact]
    public async Task A_key_named_twice_is_one_key()
    {
        var key = run.Seed("us-east-1", Pending);

        var entry = await One(new() { Keys = [new(key.KeyId, key), new(key.KeyId, null)], Regions = ["us-east-1"] });

        entry.Outcome.ShouldBe(RollbackOutcome.Restored);
        run.Writes().ShouldBe(["CancelKeyDeletion", "TagResource"]);
    }

    [Fact]
    public async Task A_multi_Region_set_stands_together_and_says_which_Regions_are_still_disabled()
    {
        var primary = run.Seed("us-east-1", Pending with { KeyState = "PendingReplicaDeletion", MultiRegion = true });
        var replica = run.Seed("us-west-2", new() { ReplicaOf = primary.ToString(), KeyState = "PendingDeletion" });
        run.Seed("eu-west-1", new() { ReplicaOf = primary.ToString(), KeyState = "Disabled" });
        var single = run.Seed("us-east-1", Pending);

        var report = await run.RollbackAsync(new()
        {
            Keys = [new(replica.KeyId, replica), new(single.KeyId, single), new(primary.KeyId, primary)],
            ReEnable = true,
        });

        report.Keys.Select(key => (key.Arn, key.MultiRegion, key.After)).ShouldBe(
        [
            (primary.ToString(), MultiRegionKind.Primary, KeyState.Enabled),
            (replica.ToString(), MultiRegionKind.Replica, KeyState.Enabled),
            (single.ToString(), null, KeyState.Enabled),
        ]);
        report.Keys.Take(2).ShouldAllBe(key => key.Note!.EndsWith("of its multi-Region set still not enabled: eu-west-1 (Disabled)"));
    }

    [Fact]
    public async Task A_replica_taken_back_alone_says_that_its_primary_still_waits()
    {
        var primary = run.Seed("us-east-1", Pending with { KeyState = "PendingReplicaDeletion", MultiRegion = true });
        var replica = run.Seed("us-west-2", new() { ReplicaOf = primary.ToString(), KeyState = "PendingDeletion" });

        var entry = await One(new() { Keys = [new(replica.KeyId, replica)] });

        entry.Note.ShouldBe("of its multi-Region set still pending deletion: us-east-1 (PendingReplicaDeletion)");
    }

    [Theory]
    [InlineData(365, true)]
    [InlineData(null, false)]
    public async Task Rotation_comes_back_by_itself_and_is_looked_at(int? period, bool rotates)
    {
        var key = run.Seed("us-east-1", Pending with { RotationPeriodInDays = period });

        var entry = await One(new() { Keys = [new(key.KeyId, key)], ReEnable = true });

        entry.Rotates.ShouldBe(rotates);
        (entry.Note is null).ShouldBe(rotates);
    }

    [Fact]
    public async Task A_key_that_waits_for_its_material_is_left_alone_and_says_so()
    {
        var key = run.Seed("us-east-1", new() { KeyState = "PendingImport", Origin = "EXTERNAL" });

        (await One(new() { Keys = [new(key.KeyId, key)] })).Note.ShouldNotBeNull().ShouldContain("waits for its key material");
    }

    private async Task<RollbackEntry> One(RollbackRequest request) => (await run.RollbackAsync(request)).Keys.ShouldHaveSingleItem();
}
