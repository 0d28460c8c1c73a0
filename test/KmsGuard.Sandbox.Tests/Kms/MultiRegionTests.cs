using KmsGuard.Sandbox.Kms;

namespace KmsGuard.Sandbox.Tests.Kms;

[Trait("Proof", "sandbox")]
public sealed class MultiRegionTests
{
    private readonly KmsBench kms = new();

    [Fact]
    public void A_set_shares_its_id_and_names_its_members_in_every_region()
    {
        var (primary, west) = PrimaryAndReplica();
        var ireland = Replicate(primary, "eu-west-1");

        var id = kms.Describe(primary).Text("KeyId");
        id.ShouldMatch("^mrk-[0-9a-f]{32}$");
        west.ShouldBe($"arn:aws:kms:us-west-2:111122223333:key/{id}");
        foreach (var arn in new[] { primary, west, ireland })
        {
            var key = kms.Describe(arn);
            var set = key["MultiRegionConfiguration"]!;
            key.Text("Arn").ShouldBe(arn);
            key.Text("KeyId").ShouldBe(id);
            set.Text("MultiRegionKeyType").ShouldBe(arn == primary ? "PRIMARY" : "REPLICA");
            set["PrimaryKey"]!.Text("Arn").ShouldBe(primary);
            set.Texts("ReplicaKeys", "Region").ShouldBe(["us-west-2", "eu-west-1"]);
        }
    }

    [Fact]
    public void State_tags_aliases_and_policy_are_each_regions_own()
    {
        var (primary, replica) = PrimaryAndReplica();

        kms.Do("TagResource", new { KeyId = primary, Tags = new[] { new { TagKey = "a", TagValue = "b" } } });
        kms.Do("CreateAlias", new { AliasName = "alias/mine", TargetKeyId = primary });
        kms.Do("PutKeyPolicy", new { KeyId = primary, Policy = KeyPolicyTests.Allowing(KmsBench.Alice.Arn, "kms:*") });
        kms.Do("DisableKey", new { KeyId = primary });

        kms.StateOf(replica).ShouldBe("Enabled");
        kms.Do("ListResourceTags", new { KeyId = replica }, region: "us-west-2")["Tags"]!.AsArray().ShouldBeEmpty();
        kms.Do("ListAliases", new { KeyId = replica }, region: "us-west-2")["Aliases"]!.AsArray().ShouldBeEmpty();
        kms.Do("GetKeyPolicy", new { KeyId = replica }, region: "us-west-2").Text("Policy").ShouldContain(":root");
    }

    [Fact]
    public void Rotation_is_set_on_the_primary_and_shared_by_all()
    {
        var (primary, replica) = PrimaryAndReplica();

        kms.Refuses("UnsupportedOperationException", "EnableKeyRotation", new { KeyId = replica }, region: "us-west-2");
        kms.Do("EnableKeyRotation", new { KeyId = primary, RotationPeriodInDays = 120 });

        var status = kms.Do("GetKeyRotationStatus", new { KeyId = replica }, region: "us-west-2");
        status["KeyRotationEnabled"]!.GetValue<bool>().ShouldBeTrue();
        ((int)status["RotationPeriodInDays"]!).ShouldBe(120);
        status.Text("KeyId").ShouldBe(replica);
    }

    [Fact]
    public void A_region_takes_one_replica_of_a_key()
    {
        var (primary, replica) = PrimaryAndReplica();
        kms.Do("ScheduleKeyDeletion", new { KeyId = replica, PendingWindowInDays = 7 }, region: "us-west-2");

        kms.Refuses("AlreadyExistsException", "ReplicateKey", new { KeyId = primary, ReplicaRegion = "us-west-2" });
        kms.Refuses("AlreadyExistsException", "ReplicateKey", new { KeyId = primary, ReplicaRegion = "us-east-1" });

        kms.PassDays(8);
        Replicate(primary, "us-west-2").ShouldBe(replica);
    }

    [Fact]
    public void Only_a_multi_region_primary_is_replicated_and_only_to_regions_that_are_there()
    {
        var (primary, replica) = PrimaryAndReplica();
        var single = kms.Seed();

        kms.Refuses("UnsupportedOperationException", "ReplicateKey", new { KeyId = single, ReplicaRegion = "us-west-2" });
        kms.Refuses(
            "UnsupportedOperationException",
            "ReplicateKey",
            new { KeyId = replica, ReplicaRegion = "eu-west-1" },
            region: "us-west-2");
        kms.Refuses("ValidationException", "ReplicateKey", new { KeyId = primary, ReplicaRegion = "mars-1" });
    }

    [Fact]
    public void A_replica_appears_as_creating_and_is_then_there()
    {
        var primary = kms.Seed(new KeySeed { MultiRegion = true });

        var answer = kms.Do("ReplicateKey", new
        {
            KeyId = primary,
            ReplicaRegion = "us-west-2",
            Description = "copy",
            Tags = new[] { new { TagKey = "a", TagValue = "b" } },
        });

        answer["ReplicaKeyMetadata"]!.Text("KeyState").ShouldBe("Creating");
        answer["ReplicaKeyMetadata"]!.Text("Description").ShouldBe("copy");
        answer.Texts("ReplicaTags", "TagKey").ShouldBe(["a"]);
        kms.StateOf(answer["ReplicaKeyMetadata"]!.Text("Arn")).ShouldBe("Enabled");
    }

    [Fact]
    public void A_primary_waits_for_its_last_replica_to_be_deleted_before_its_own_clock_starts()
    {
        var (primary, replica) = PrimaryAndReplica();
        var start = kms.Now;

        var answer = kms.Do("ScheduleKeyDeletion", new { KeyId = primary, PendingWindowInDays = 10 });
        answer.Text("KeyState").ShouldBe("PendingReplicaDeletion");
        answer.ContainsKey("DeletionDate").ShouldBeFalse();
        ((int)answer["PendingWindowInDays"]!).ShouldBe(10);
        ((int)kms.Describe(primary)["PendingDeletionWindowInDays"]!).ShouldBe(10);
        kms.Describe(primary).ContainsKey("DeletionDate").ShouldBeFalse();

        // The status can continue indefinitely, and the replica stays in use.
        kms.PassDays(100);
        kms.StateOf(primary).ShouldBe("PendingReplicaDeletion");
        kms.Do("Encrypt", new { KeyId = replica, Plaintext = "AA==" }, region: "us-west-2");

        kms.Do("ScheduleKeyDeletion", new { KeyId = replica, PendingWindowInDays = 7 }, region: "us-west-2");
        kms.StateOf(replica).ShouldBe("PendingDeletion");
        kms.StateOf(primary).ShouldBe("PendingReplicaDeletion");

        kms.PassDays(8);
        kms.Refuses("NotFoundException", "DescribeKey", new { KeyId = replica }, region: "us-west-2");
        var waiting = kms.Describe(primary);
        waiting.Text("KeyState").ShouldBe("PendingDeletion");
        waiting.Time("DeletionDate").ShouldBe(start.AddDays(100 + 7 + 10), TimeSpan.FromHours(1));
        waiting.ContainsKey("PendingDeletionWindowInDays").ShouldBeFalse();

        kms.PassDays(10);
        kms.Refuses("NotFoundException", "DescribeKey", new { KeyId = primary });
        kms.Events.Select(one => one.KeyArn).ShouldBe([replica, primary]);
    }

    [Fact]
    public void A_single_long_wait_deletes_replica_and_primary_one_after_the_other()
    {
        var (primary, replica) = PrimaryAndReplica();
        kms.Do("ScheduleKeyDeletion", new { KeyId = replica, PendingWindowInDays = 7 }, region: "us-west-2");
        kms.Do("ScheduleKeyDeletion", new { KeyId = primary, PendingWindowInDays = 7 });

        kms.PassDays(15);

        kms.Events.Select(one => one.KeyArn).ShouldBe([replica, primary]);
        (kms.Events[1].At - kms.Events[0].At).ShouldBe(TimeSpan.FromDays(7));
    }

    [Fact]
    public void Cancelling_the_primary_keeps_it_when_its_replicas_go()
    {
        var (primary, replica) = PrimaryAndReplica();
        kms.Do("ScheduleKeyDeletion", new { KeyId = primary, PendingWindowInDays = 7 });
        kms.Do("ScheduleKeyDeletion", new { KeyId = replica, PendingWindowInDays = 7 }, region: "us-west-2");

        kms.Do("CancelKeyDeletion", new { KeyId = primary });
        kms.PassDays(60);

        kms.StateOf(primary).ShouldBe("Disabled");
        kms.Describe(primary)["MultiRegionConfiguration"]!["ReplicaKeys"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public void What_one_member_encrypts_another_decrypts()
    {
        var (primary, replica) = PrimaryAndReplica();
        var ciphertext = kms.Do("Encrypt", new { KeyId = primary, Plaintext = "AQID" }).Text("CiphertextBlob");

        var answer = kms.Do("Decrypt", new { CiphertextBlob = ciphertext }, region: "us-west-2");

        answer.Text("Plaintext").ShouldBe("AQID");
        answer.Text("KeyId").ShouldBe(replica);
    }

    private (string Primary, string Replica) PrimaryAndReplica()
    {
        var primary = kms.Do("CreateKey", new { MultiRegion = true })["KeyMetadata"]!.Text("Arn");
        return (primary, Replicate(primary, "us-west-2"));
    }

    private string Replicate(string primary, string region) =>
        kms.Do("ReplicateKey", new { KeyId = primary, ReplicaRegion = region })["ReplicaKeyMetadata"]!.Text("Arn");
}
