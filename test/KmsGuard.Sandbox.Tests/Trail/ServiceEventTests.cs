using KmsGuard.Sandbox.Tests.Wire;

namespace KmsGuard.Sandbox.Tests.Trail;

[Trait("Proof", "sandbox")]
public sealed class ServiceEventTests
{
    [Fact]
    public async Task A_key_that_is_gone_is_told_by_CloudTrail_and_by_KMS_itself()
    {
        await using var aws = await AwsSandbox.StartAsync(new() { Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero) });
        var arn = aws.Kms.Seed("111122223333", "eu-west-1", new());
        using var kms = aws.KmsClient(region: "eu-west-1");
        await kms.ScheduleKeyDeletionAsync(arn, 7);

        aws.Clock.Advance(TimeSpan.FromDays(20));

        var events = Recorded.All(aws);
        events.Count.ShouldBe(3);
        events[1].ShouldBeLike($$"""
            {
              "version": "0", "id": "*", "detail-type": "AWS Service Event via CloudTrail", "source": "aws.kms",
              "account": "111122223333", "time": "*", "region": "eu-west-1", "resources": [],
              "detail": {
                "eventVersion": "1.11", "userIdentity": { "accountId": "111122223333", "invokedBy": "AWS Internal" },
                "eventTime": "*", "eventSource": "kms.amazonaws.com", "eventName": "DeleteKey", "awsRegion": "eu-west-1",
                "sourceIPAddress": "AWS Internal", "userAgent": "AWS Internal", "requestParameters": null,
                "responseElements": { "keyId": "{{arn}}" }, "eventID": "*", "readOnly": false,
                "resources": [{ "accountId": "111122223333", "type": "AWS::KMS::Key", "ARN": "{{arn}}" }],
                "eventType": "AwsServiceEvent", "recipientAccountId": "111122223333",
                "serviceEventDetails": { "keyId": "{{arn[^36..]}}" }, "managementEvent": true, "eventCategory": "Management"
              }
            }
            """);
        events[2].ShouldBeLike($$"""
            {
              "version": "0", "id": "*", "detail-type": "KMS CMK Deletion", "source": "aws.kms", "account": "111122223333",
              "time": "*", "region": "eu-west-1", "resources": ["{{arn}}"], "detail": { "key-id": "{{arn[^36..]}}" }
            }
            """);
        events[2]["time"]!.ToString().ShouldStartWith("2026-03-08T12:0");
    }

    [Fact]
    public async Task A_rotation_that_falls_due_is_told_by_both()
    {
        await using var aws = await AwsSandbox.StartAsync();
        aws.Kms.Seed("111122223333", "us-east-1", new() { RotationPeriodInDays = 90 });

        aws.Clock.Advance(TimeSpan.FromDays(91));

        var events = Recorded.All(aws);
        events.Select(json => json["detail-type"]!.ToString()).ShouldBe(["AWS Service Event via CloudTrail", "KMS CMK Rotation"]);
        events[0]["detail"]!["eventName"]!.ToString().ShouldBe("RotateKey");
        events[0]["detail"]!["serviceEventDetails"]!.Names().ShouldBe(["rotationType", "keyOrigin", "keyId"]);
        events[1]["detail"]!.Names().ShouldBe(["key-id", "key-origin", "rotation-type"]);
    }

    [Fact]
    public async Task A_lost_key_reaches_the_alert_function()
    {
        await using var aws = await AwsSandbox.StartAsync();
        var arn = aws.Kms.Seed("111122223333", "us-east-1", new() { KeyState = "PendingDeletion", PendingWindowInDays = 7 });
        var delivered = new List<string>();
        aws.Events.Register("AlertFunction", (json, _) =>
        {
            delivered.Add(json);
            return Task.CompletedTask;
        });

        aws.Clock.Advance(TimeSpan.FromDays(31));
        await aws.Events.IdleAsync();

        delivered.ShouldHaveSingleItem().ShouldContain($"\"KMS CMK Deletion\"");
        delivered[0].ShouldContain(arn);
    }
}
