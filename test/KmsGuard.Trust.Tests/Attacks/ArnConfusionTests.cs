using System.Text.Json;
using KmsGuard.Detect;
using KmsGuard.Lambda;
using KmsGuard.Lambda.Tests;
using KmsGuard.Restore;
using KmsGuard.Sandbox.Kms;
using static KmsGuard.Trust.Tests.Attacks.AttackScene;
using KeyState = KmsGuard.Detect.KeyState;

namespace KmsGuard.Trust.Tests.Attacks;

/// <summary>Names of keys that could be taken for another key's. A rollback goes to the key that is named, or nowhere.</summary>
[Trait("Proof", "attacks")]
public sealed class ArnConfusionTests
{
    public static TheoryData<string> NoKeys => new(
        "alias/prod",
        "arn:aws:kms:us-east-1:111122223333:alias/prod",
        "arn:aws:kms:us-east-1:111122223333:key/alias/prod",
        "arn:aws:kms:us-east-1:111122223333:key/",
        "arn:aws:kms::111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
        "arn:aws:kms:us-east-1::key/1234abcd-12ab-34cd-56ef-1234567890ab",
        "arn:aws:iam::111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
        "arn:evil:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
        "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab/..",
        "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab\narn:aws:kms:us-east-1:111122223333:key/99999999-12ab-34cd-56ef-1234567890ab",
        "AQpAM2RhZGMyMjQ0ZTQyNDk5OGUyMjQ0ZTQyNDk5OGUyMjQ0ZTQyNDk5OGUyMjQ0ZTQyNDk5OGUy",
        "mrk-0123456789abcdef0123456789abcdef ; id",
        "*");

    [Theory]
    [MemberData(nameof(NoKeys))]
    public async Task What_is_no_key_is_refused_as_a_whole(string text)
    {
        await using var account = await StartAsync();
        var good = account.Plant(new KeySeed { KeyState = "PendingDeletion" });

        var refused = await Should.ThrowAsync<InputException>(() => RollbackAsync(account, good, text));

        refused.Message.ShouldContain("neither the id nor the ARN of a KMS key");
        account.Sandbox.Calls.Snapshot().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("aws-cn")]
    [InlineData("aws-us-gov")]
    [InlineData("aws-iso")]
    public async Task A_key_of_another_partition_is_not_the_one_of_the_same_id(string partition)
    {
        await using var account = await StartAsync();
        var key = KeyArn.Parse(account.Plant(new KeySeed { KeyState = "PendingDeletion" }));

        var report = await RollbackAsync(account, (key with { Partition = partition }).ToString());

        report.Keys.ShouldHaveSingleItem().Outcome.ShouldNotBe(RollbackOutcome.Restored);
        account.Writes().ShouldBeEmpty();
        (await RescueScene.StateAsync(account, key.ToString())).ShouldBe(KeyState.PendingDeletion);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_key_of_another_account_is_taken_back_only_through_that_account_s_role(bool letIn)
    {
        await using var account = await StartAsync();
        var foreign = account.Sandbox.Kms.Seed(Foreign, TestAccount.Region, new KeySeed { KeyState = "PendingDeletion" });
        if (!letIn)
        {
            account.Sandbox.Sts.DenyAssume($"arn:aws:iam::{Foreign}:role/{MemberRole}");
        }

        var report = await RollbackAsync(account, foreign);

        report.Keys.ShouldHaveSingleItem().Outcome.ShouldBe(letIn ? RollbackOutcome.Restored : RollbackOutcome.Failed);
        account.Sandbox.Calls.Snapshot().Where(call => call.Operation == "CancelKeyDeletion").Select(call => call.CallerArn)
            .ShouldBe(letIn ? [$"arn:aws:sts::{Foreign}:assumed-role/{MemberRole}/kmsguard-rollback"] : []);
    }

    [Fact]
    public async Task An_id_that_is_in_two_Regions_is_no_name_for_either()
    {
        const string id = "mrk-0123456789abcdef0123456789abcdef";
        await using var account = await StartAsync();
        var primary = account.Plant(new KeySeed { Id = id, MultiRegion = true });
        var replica = account.Sandbox.Kms.Seed(TestAccount.Id, "eu-west-1", new KeySeed { Id = id, ReplicaOf = primary, KeyState = "PendingDeletion" });

        var byId = await RollbackAsync(account, id);
        var byArn = await RollbackAsync(account, replica);

        var refused = byId.Keys.ShouldHaveSingleItem();
        refused.Outcome.ShouldBe(RollbackOutcome.Failed);
        refused.Error!.ShouldContain(primary);
        refused.Error!.ShouldContain(replica);
        byArn.Keys.Single(key => key.Arn == replica).Outcome.ShouldBe(RollbackOutcome.Restored);
        account.Sandbox.Calls.Snapshot().Where(call => call.Operation == "CancelKeyDeletion").ShouldAllBe(call => call.Region == "eu-west-1");
    }

    [Theory]
    [InlineData("arn:aws-cn:sns:us-east-1:111122223333:alerts")]
    [InlineData("arn:aws-abcdefghijklmnopqrstuvwxyz:sns:us-east-1:111122223333:alerts")]
    [InlineData("arn:aws:sns:cn-north-1:111122223333:alerts")]
    public void A_topic_of_another_partition_than_its_Region_s_stops_the_start(string topic) =>
        Should.Throw<SettingsException>(() => Composition.Of(
            FunctionKind.Alert,
            TestAccount.Variables($"TOPIC_ARN={topic}"),
            new() { Region = TestAccount.Region, Credentials = new Amazon.Runtime.AnonymousAWSCredentials() })).Message.ShouldContain("is not the ARN of an SNS topic");

    private static async Task<RollbackReport> RollbackAsync(TestAccount account, params string[] keys)
    {
        using var composition = account.Compose(FunctionKind.Rollback, $"ROLE_NAME={MemberRole}", "REGIONS=us-east-1,eu-west-1");
        var input = JsonSerializer.SerializeToElement(new Dictionary<string, string[]> { ["keys"] = keys });
        return await new RollbackFunction(composition).HandleAsync(input, TestAccount.Context());
    }
}
