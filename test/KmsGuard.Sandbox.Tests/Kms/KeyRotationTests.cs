using System.Text.Json.Nodes;
using KmsGuard.Sandbox.Kms;

namespace KmsGuard.Sandbox.Tests.Kms;

[Trait("Proof", "sandbox")]
public sealed class KeyRotationTests
{
    /// <summary>Spec, origin, and what EnableKeyRotation says to such a key: only one kind rotates.</summary>
    public static TheoryData<string, string, string> Kinds()
    {
        var data = new TheoryData<string, string, string>
        {
            { "SYMMETRIC_DEFAULT", "AWS_KMS", "ok" },
            { "SYMMETRIC_DEFAULT", "EXTERNAL", "UnsupportedOperationException" },
            { "SYMMETRIC_DEFAULT", "AWS_CLOUDHSM", "UnsupportedOperationException" },
            { "SYMMETRIC_DEFAULT", "EXTERNAL_KEY_STORE", "UnsupportedOperationException" },
        };
        foreach (var row in KeyCreationTests.Specs().Where(row => (string)row[0] != "SYMMETRIC_DEFAULT"))
        {
            data.Add((string)row[0], "AWS_KMS", "UnsupportedOperationException");
            data.Add((string)row[0], "EXTERNAL", "UnsupportedOperationException");
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Only_symmetric_keys_with_material_of_kms_rotate(string spec, string origin, string outcome)
    {
        var kms = new KmsBench();
        var arn = kms.Seed(new KeySeed { KeySpec = spec, Origin = origin });

        if (outcome == "ok")
        {
            kms.Do("EnableKeyRotation", new { KeyId = arn });
            Status(kms, arn)["KeyRotationEnabled"]!.GetValue<bool>().ShouldBeTrue();
        }
        else
        {
            kms.Refuses(outcome, "EnableKeyRotation", new { KeyId = arn });
            kms.Refuses(outcome, "DisableKeyRotation", new { KeyId = arn });
        }
    }

    [Theory]
    [InlineData(90)]
    [InlineData(2560)]
    [InlineData(null)]
    public void Rotation_has_a_period_and_a_next_date(int? days)
    {
        var kms = new KmsBench();
        var arn = kms.Seed();

        kms.Do("EnableKeyRotation", new { KeyId = arn, RotationPeriodInDays = days });

        var status = Status(kms, arn);
        ((int)status["RotationPeriodInDays"]!).ShouldBe(days ?? 365);
        status.Time("NextRotationDate").ShouldBe(kms.Now.AddDays(days ?? 365), TimeSpan.FromHours(1));
        status.Text("KeyId").ShouldBe(arn);
    }

    [Theory]
    [InlineData(89)]
    [InlineData(2561)]
    public void A_period_outside_90_to_2560_days_is_refused(int days)
    {
        var kms = new KmsBench();
        var arn = kms.Seed();

        kms.Refuses("ValidationException", "EnableKeyRotation", new { KeyId = arn, RotationPeriodInDays = days });

        Status(kms, arn)["KeyRotationEnabled"]!.GetValue<bool>().ShouldBeFalse();
    }

    [Fact]
    public void A_status_that_is_off_has_neither_period_nor_date()
    {
        var kms = new KmsBench();
        var arn = kms.Seed(new KeySeed { RotationPeriodInDays = 100 });

        kms.Do("DisableKeyRotation", new { KeyId = arn });

        var status = Status(kms, arn);
        status["KeyRotationEnabled"]!.GetValue<bool>().ShouldBeFalse();
        status.ContainsKey("RotationPeriodInDays").ShouldBeFalse();
        status.ContainsKey("NextRotationDate").ShouldBeFalse();
    }

    [Fact]
    public void Enabling_again_starts_the_schedule_again()
    {
        var kms = new KmsBench();
        var arn = kms.Seed();
        kms.Do("EnableKeyRotation", new { KeyId = arn, RotationPeriodInDays = 100 });
        var first = Status(kms, arn).Time("NextRotationDate");
        kms.PassDays(60);

        kms.Do("EnableKeyRotation", new { KeyId = arn, RotationPeriodInDays = 100 });

        Status(kms, arn).Time("NextRotationDate").ShouldBe(first.AddDays(60), TimeSpan.FromHours(1));
        kms.PassDays(60);
        kms.Events.ShouldBeEmpty();
    }

    [Fact]
    public void The_status_is_off_while_deletion_is_pending_and_comes_back_with_the_cancel()
    {
        var kms = new KmsBench();
        var arn = kms.Seed(new KeySeed { RotationPeriodInDays = 200 });
        kms.Do("ScheduleKeyDeletion", new { KeyId = arn });
        Status(kms, arn)["KeyRotationEnabled"]!.GetValue<bool>().ShouldBeFalse();

        kms.Do("CancelKeyDeletion", new { KeyId = arn });

        var status = Status(kms, arn);
        status["KeyRotationEnabled"]!.GetValue<bool>().ShouldBeTrue();
        ((int)status["RotationPeriodInDays"]!).ShouldBe(200);
        kms.StateOf(arn).ShouldBe("Disabled");
    }

    [Fact]
    public void Time_rotates_a_key_each_time_its_period_is_over()
    {
        var kms = new KmsBench();
        var arn = kms.Seed();
        kms.Do("EnableKeyRotation", new { KeyId = arn, RotationPeriodInDays = 100 });

        kms.PassDays(250);

        kms.Events.Select(one => (one.Kind, one.KeyArn)).ShouldBe(
            [(KmsServiceEventKind.KeyRotated, arn), (KmsServiceEventKind.KeyRotated, arn)]);
        (kms.Events[1].At - kms.Events[0].At).ShouldBe(TimeSpan.FromDays(100));
        kms.Do("ListKeyRotations", new { KeyId = arn }).Texts("Rotations", "RotationType").ShouldBe(["AUTOMATIC", "AUTOMATIC"]);
    }

    [Fact]
    public void A_disabled_key_is_rotated_late_when_it_is_enabled()
    {
        var kms = new KmsBench();
        var arn = kms.Seed();
        kms.Do("EnableKeyRotation", new { KeyId = arn, RotationPeriodInDays = 100 });
        kms.Do("DisableKey", new { KeyId = arn });
        kms.PassDays(150);
        kms.Events.ShouldBeEmpty();

        kms.Do("EnableKey", new { KeyId = arn });

        kms.Events.Single().Kind.ShouldBe(KmsServiceEventKind.KeyRotated);
        Status(kms, arn).Time("NextRotationDate").ShouldBe(kms.Now.AddDays(100), TimeSpan.FromHours(1));
    }

    [Fact]
    public void A_key_past_its_date_is_rotated_when_its_deletion_is_cancelled()
    {
        var kms = new KmsBench();
        var arn = kms.Seed();
        kms.Do("EnableKeyRotation", new { KeyId = arn, RotationPeriodInDays = 90 });
        kms.PassDays(80);
        kms.Do("ScheduleKeyDeletion", new { KeyId = arn });
        kms.PassDays(20);
        kms.Events.ShouldBeEmpty();

        kms.Do("CancelKeyDeletion", new { KeyId = arn });

        kms.Events.Single().Kind.ShouldBe(KmsServiceEventKind.KeyRotated);
    }

    [Fact]
    public void Rotation_on_demand_leaves_the_schedule_alone_and_ends_at_25()
    {
        var kms = new KmsBench();
        var arn = kms.Seed(new KeySeed { RotationPeriodInDays = 100 });
        var next = Status(kms, arn).Time("NextRotationDate");

        for (var i = 0; i < 25; i++)
        {
            kms.Do("RotateKeyOnDemand", new { KeyId = arn });
        }

        Status(kms, arn).Time("NextRotationDate").ShouldBe(next);
        kms.Refuses("LimitExceededException", "RotateKeyOnDemand", new { KeyId = arn });
    }

    [Fact]
    public void Keys_of_aws_always_rotate_and_nobody_may_change_that()
    {
        var kms = new KmsBench();
        var arn = kms.Seed(new KeySeed { KeyManager = "AWS", Aliases = ["alias/aws/ebs"] });

        ((int)Status(kms, arn)["RotationPeriodInDays"]!).ShouldBe(365);
        kms.Refuses("AccessDeniedException", "EnableKeyRotation", new { KeyId = arn });
        kms.PassDays(366);
        kms.Events.Single().KeyArn.ShouldBe(arn);
    }

    private static JsonObject Status(KmsBench kms, string arn) => kms.Do("GetKeyRotationStatus", new { KeyId = arn });
}
