using System.Text.Json.Nodes;

namespace KmsGuard.Sandbox.Tests.Kms;

[Trait("Proof", "sandbox")]
public sealed class DeletionWindowTests
{
    [Theory]
    [InlineData(6)]
    [InlineData(31)]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(365)]
    public void A_waiting_period_outside_7_to_30_days_is_refused_and_changes_nothing(int days)
    {
        var kms = new KmsBench();
        var arn = kms.Seed();

        kms.Refuses("ValidationException", "ScheduleKeyDeletion", new { KeyId = arn, PendingWindowInDays = days });

        kms.StateOf(arn).ShouldBe("Enabled");
    }

    [Theory]
    [InlineData("\"7\"")]
    [InlineData("7.5")]
    [InlineData("1e99")]
    [InlineData("true")]
    [InlineData("[7]")]
    [InlineData("{}")]
    public void A_waiting_period_that_is_no_whole_number_is_refused(string json)
    {
        var kms = new KmsBench();
        var arn = kms.Seed();

        kms.Refuses(
            "SerializationException", "ScheduleKeyDeletion", new { KeyId = arn, PendingWindowInDays = JsonNode.Parse(json) });

        kms.StateOf(arn).ShouldBe("Enabled");
    }

    [Theory]
    [InlineData(7)]
    [InlineData(30)]
    [InlineData(null)]
    public void A_scheduled_deletion_is_answered_with_its_date(int? days)
    {
        var kms = new KmsBench();
        var arn = kms.Seed();
        var before = kms.Now;

        var answer = kms.Do("ScheduleKeyDeletion", new { KeyId = arn, PendingWindowInDays = days });

        var expected = days ?? 30;
        answer.Text("KeyId").ShouldBe(arn);
        answer.Text("KeyState").ShouldBe("PendingDeletion");
        ((int)answer["PendingWindowInDays"]!).ShouldBe(expected);
        answer.Time("DeletionDate").ShouldBe(before.AddDays(expected), TimeSpan.FromHours(1));
        kms.Describe(arn).Time("DeletionDate").ShouldBe(answer.Time("DeletionDate"));
    }
}
