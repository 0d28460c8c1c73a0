using KmsGuard.Sandbox.Kms;

namespace KmsGuard.Sandbox.Tests.Kms;

[Trait("Proof", "sandbox")]
public sealed class KeyDeathTests
{
    private readonly KmsBench kms = new();

    [Fact]
    public void A_key_is_gone_once_its_date_has_passed_and_its_aliases_with_it()
    {
        var arn = kms.Seed(new KeySeed { Aliases = ["alias/orders"] });
        var due = kms.Do("ScheduleKeyDeletion", new { KeyId = arn, PendingWindowInDays = 7 }).Time("DeletionDate");
        kms.PassDays(6.9);
        kms.StateOf(arn).ShouldBe("PendingDeletion");
        kms.Events.ShouldBeEmpty();

        kms.PassDays(0.2);

        var happened = kms.Events.Single();
        (happened.Kind, happened.KeyArn).ShouldBe((KmsServiceEventKind.KeyDeleted, arn));
        happened.At.ShouldBe(due, TimeSpan.FromMilliseconds(2));
        kms.Refused("CancelKeyDeletion", new { KeyId = arn }).Message.ShouldBe($"Key '{arn}' does not exist");
        kms.Refuses("NotFoundException", "DescribeKey", new { KeyId = "alias/orders" });
        kms.Do("ListKeys")["Keys"]!.AsArray().ShouldBeEmpty();
        kms.Do("CreateAlias", new { AliasName = "alias/orders", TargetKeyId = kms.Seed() });
    }

    [Fact]
    public void A_cancelled_deletion_never_comes()
    {
        var arn = kms.Seed();
        kms.Do("ScheduleKeyDeletion", new { KeyId = arn, PendingWindowInDays = 7 });
        kms.Do("CancelKeyDeletion", new { KeyId = arn }).Text("KeyId").ShouldBe(arn);

        kms.PassDays(100);

        kms.StateOf(arn).ShouldBe("Disabled");
        kms.Describe(arn).ContainsKey("DeletionDate").ShouldBeFalse();
        kms.Events.ShouldBeEmpty();
    }

    [Fact]
    public void Of_two_schedules_the_later_counts()
    {
        var arn = kms.Seed();
        kms.Do("ScheduleKeyDeletion", new { KeyId = arn, PendingWindowInDays = 7 });
        kms.Do("CancelKeyDeletion", new { KeyId = arn });
        kms.Do("ScheduleKeyDeletion", new { KeyId = arn, PendingWindowInDays = 30 });

        kms.PassDays(10);
        kms.StateOf(arn).ShouldBe("PendingDeletion");
        kms.PassDays(21);
        kms.Events.Count.ShouldBe(1);
    }

    [Fact]
    public void A_seeded_pending_deletion_comes_after_its_window()
    {
        var arn = kms.Seed(new KeySeed { KeyState = "PendingDeletion", PendingWindowInDays = 12 });

        kms.Describe(arn).Time("DeletionDate").ShouldBe(kms.Now.AddDays(12), TimeSpan.FromHours(1));
        kms.PassDays(12.1);

        kms.Events.Single().KeyArn.ShouldBe(arn);
    }

    [Theory]
    [InlineData("Enabled", "PendingImport")]
    [InlineData("Disabled", "PendingImport")]
    public void Imported_material_expires_and_leaves_the_key_waiting_for_it(string before, string after)
    {
        var arn = kms.Seed(new KeySeed { Origin = "EXTERNAL", KeyState = before, MaterialValidTo = kms.Now.AddDays(3) });
        kms.Describe(arn).Text("ExpirationModel").ShouldBe("KEY_MATERIAL_EXPIRES");

        kms.PassDays(4);

        kms.Events.Single().Kind.ShouldBe(KmsServiceEventKind.KeyMaterialExpired);
        kms.StateOf(arn).ShouldBe(after);
        kms.Describe(arn).ContainsKey("ValidTo").ShouldBeFalse();
    }

    [Fact]
    public void A_ciphertext_cannot_be_read_once_its_key_is_gone()
    {
        var arn = kms.Seed();
        var ciphertext = kms.Do("Encrypt", new { KeyId = arn, Plaintext = "AQID" }).Text("CiphertextBlob");
        kms.Do("ScheduleKeyDeletion", new { KeyId = arn, PendingWindowInDays = 7 });
        kms.Refuses("KMSInvalidStateException", "Decrypt", new { CiphertextBlob = ciphertext });

        kms.PassDays(8);

        kms.Refuses("AccessDeniedException", "Decrypt", new { CiphertextBlob = ciphertext });
    }
}
