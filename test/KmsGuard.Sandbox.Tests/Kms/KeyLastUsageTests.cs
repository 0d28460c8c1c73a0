using KmsGuard.Sandbox.Kms;

namespace KmsGuard.Sandbox.Tests.Kms;

[Trait("Proof", "sandbox")]
public sealed class KeyLastUsageTests
{
    private static readonly DateTimeOffset TrackingStart = new(2026, 4, 23, 0, 0, 0, TimeSpan.Zero);

    private readonly KmsBench kms = new();

    [Fact]
    public void A_key_that_was_never_used_has_an_empty_last_usage()
    {
        var created = new DateTimeOffset(2020, 1, 2, 3, 4, 5, TimeSpan.Zero);
        var arn = kms.Seed(new KeySeed { CreatedAt = created });

        var answer = kms.Do("GetKeyLastUsage", new { KeyId = arn });

        answer.Text("KeyId").ShouldBe(arn);
        answer.Time("KeyCreationDate").ShouldBe(created);
        answer.Time("TrackingStartDate").ShouldBe(TrackingStart);
        answer["KeyLastUsage"]!.AsObject().ShouldBeEmpty();
    }

    [Fact]
    public void Tracking_starts_with_the_key_when_that_is_later()
    {
        var created = TrackingStart.AddDays(10);
        var arn = kms.Seed(new KeySeed { CreatedAt = created });

        kms.Do("GetKeyLastUsage", new { KeyId = arn }).Time("TrackingStartDate").ShouldBe(created);
    }

    [Fact]
    public void A_use_is_recorded_with_the_ids_of_its_request_and_event()
    {
        var arn = kms.Seed();
        kms.Do("Encrypt", new { KeyId = arn, Plaintext = "AQID" });
        kms.PassDays(1);
        kms.Do("GenerateDataKey", new { KeyId = arn, KeySpec = "AES_256" });

        var usage = kms.Do("GetKeyLastUsage", new { KeyId = arn })["KeyLastUsage"]!;

        var call = kms.Calls.Single(one => one.Request.Operation == "GenerateDataKey");
        usage.Text("Operation").ShouldBe("GenerateDataKey");
        usage.Text("KmsRequestId").ShouldBe(call.Request.Id);
        usage.Text("CloudTrailEventId").ShouldBe(call.EventId);
        usage.Time("Timestamp").ShouldBe(kms.Now, TimeSpan.FromHours(1));
    }

    [Fact]
    public void What_fails_or_is_no_cryptography_does_not_count()
    {
        var used = new DateTimeOffset(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);
        var arn = kms.Seed(new KeySeed { KeyState = "Disabled", LastUsedAt = used, LastUsedBy = "Sign" });
        kms.Refused("Encrypt", new { KeyId = arn, Plaintext = "AQID" });
        kms.Do("DescribeKey", new { KeyId = arn });

        var usage = kms.Do("GetKeyLastUsage", new { KeyId = arn })["KeyLastUsage"]!;

        usage.Time("Timestamp").ShouldBe(used);
        usage.Text("Operation").ShouldBe("Sign");
    }

    [Fact]
    public void Each_member_of_a_multi_region_set_is_tracked_by_itself()
    {
        var primary = kms.Seed(new KeySeed { MultiRegion = true });
        var replica = kms.Seed(new KeySeed { ReplicaOf = primary }, region: "us-west-2");

        kms.Do("Encrypt", new { KeyId = replica, Plaintext = "AQID" }, region: "us-west-2");

        kms.Do("GetKeyLastUsage", new { KeyId = primary })["KeyLastUsage"]!.AsObject().ShouldBeEmpty();
        kms.Do("GetKeyLastUsage", new { KeyId = replica }, region: "us-west-2")["KeyLastUsage"]!
            .Text("Operation").ShouldBe("Encrypt");
    }
}
