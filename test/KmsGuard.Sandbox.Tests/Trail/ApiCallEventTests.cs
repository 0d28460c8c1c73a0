using Amazon.KeyManagementService;
using Amazon.KeyManagementService.Model;
using Amazon.Runtime;
using KmsGuard.Sandbox.Tests.Wire;
using KmsGuard.Sandbox.Wire;

namespace KmsGuard.Sandbox.Tests.Trail;

[Trait("Proof", "sandbox")]
public sealed class ApiCallEventTests
{
    private static readonly SandboxOptions AtNoon = new()
    {
        Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero),
        Accounts = ["111122223333", "444455556666"],
    };

    [Fact]
    public async Task A_user_who_disables_a_key_leaves_this_event()
    {
        await using var aws = await AwsSandbox.StartAsync(AtNoon);
        var arn = aws.Kms.Seed("111122223333", "us-east-1", new());
        using var kms = aws.KmsClient();

        await kms.DisableKeyAsync(arn[^36..]);

        Recorded.Last(aws).ShouldBeLike($$"""
            {
              "version": "0", "id": "*", "detail-type": "AWS API Call via CloudTrail", "source": "aws.kms",
              "account": "111122223333", "time": "*", "region": "us-east-1", "resources": [],
              "detail": {
                "eventVersion": "1.11",
                "userIdentity": {
                  "type": "IAMUser", "principalId": "*", "arn": "arn:aws:iam::111122223333:user/sandbox",
                  "accountId": "111122223333", "accessKeyId": "AKIAEXAMPLE", "userName": "sandbox"
                },
                "eventTime": "*", "eventSource": "kms.amazonaws.com", "eventName": "DisableKey", "awsRegion": "us-east-1",
                "sourceIPAddress": "127.0.0.1", "userAgent": "*",
                "requestParameters": { "keyId": "{{arn[^36..]}}" },
                "responseElements": { "keyId": "{{arn}}" },
                "requestID": "*", "eventID": "*", "readOnly": false,
                "resources": [{ "accountId": "111122223333", "type": "AWS::KMS::Key", "ARN": "{{arn}}" }],
                "eventType": "AwsApiCall", "managementEvent": true, "recipientAccountId": "111122223333",
                "eventCategory": "Management"
              }
            }
            """);
        Recorded.Last(aws)["time"]!.ToString().ShouldStartWith("2026-03-01T12:0");
        Recorded.Last(aws)["detail"]!["eventTime"]!.ToString().ShouldBe(Recorded.Last(aws)["time"]!.ToString());
    }

    [Fact]
    public async Task A_scheduled_deletion_is_dated_in_words()
    {
        await using var aws = await AwsSandbox.StartAsync(AtNoon);
        var arn = aws.Kms.Seed("111122223333", "us-east-1", new());
        using var kms = aws.KmsClient();

        await kms.ScheduleKeyDeletionAsync(arn, 7);

        var detail = Recorded.Last(aws)["detail"]!;
        detail["requestParameters"].ShouldBeLike($$"""{ "keyId": "{{arn}}", "pendingWindowInDays": 7 }""");
        detail["responseElements"]!["deletionDate"]!.ToString().ShouldMatch(@"^Mar 8, 2026, 12:0\d:\d\d PM$");
        detail["responseElements"].ShouldBeLike(
            $$"""{ "keyId": "{{arn}}", "deletionDate": "*", "keyState": "PendingDeletion", "pendingWindowInDays": 7 }""");
    }

    [Fact]
    public async Task A_role_session_is_told_with_its_issuer_and_source_identity()
    {
        await using var aws = await AwsSandbox.StartAsync(AtNoon);
        using var sts = aws.StsClient();
        var role = await sts.AssumeRoleAsync(
            new() { RoleArn = "arn:aws:iam::444455556666:role/Ops", RoleSessionName = "ann", SourceIdentity = "ann@example" });
        var arn = aws.Kms.Seed("444455556666", "us-east-1", new());
        using var kms = aws.KmsClient(role.Credentials.Session());

        await kms.DisableKeyAsync(arn);

        var detail = Recorded.Last(aws)["detail"]!;
        detail["userIdentity"].ShouldBeLike($$"""
            {
              "type": "AssumedRole", "principalId": "{{role.AssumedRoleUser.AssumedRoleId}}",
              "arn": "arn:aws:sts::444455556666:assumed-role/Ops/ann", "accountId": "444455556666",
              "accessKeyId": "{{role.Credentials.AccessKeyId}}",
              "sessionContext": {
                "sessionIssuer": {
                  "type": "Role", "principalId": "{{role.AssumedRoleUser.AssumedRoleId.Split(':')[0]}}",
                  "arn": "arn:aws:iam::444455556666:role/Ops", "accountId": "444455556666", "userName": "Ops"
                },
                "attributes": { "mfaAuthenticated": "false", "creationDate": "*" },
                "sourceIdentity": "ann@example"
              }
            }
            """);
        detail["recipientAccountId"]!.ToString().ShouldBe("444455556666");
    }

    [Fact]
    public async Task Use_of_a_disabled_key_is_told_without_what_was_to_be_encrypted()
    {
        await using var aws = await AwsSandbox.StartAsync(AtNoon);
        var arn = aws.Kms.Seed("111122223333", "us-east-1", new() { KeyState = "Disabled" });
        using var kms = aws.KmsClient();

        await Should.ThrowAsync<DisabledException>(() => kms.EncryptAsync(new EncryptRequest
        {
            KeyId = arn,
            Plaintext = new([1]),
            EncryptionContext = new() { ["Department"] = "IT" },
        }));

        var detail = Recorded.Last(aws)["detail"]!;
        detail["errorCode"]!.ToString().ShouldBe("DisabledException");
        detail["errorMessage"]!.ToString().ShouldBe($"{arn} is disabled.");
        detail["requestParameters"].ShouldBeLike($$"""{ "encryptionContext": { "Department": "IT" }, "keyId": "{{arn}}" }""");
        detail["responseElements"].ShouldBeNull();
        detail["readOnly"]!.GetValue<bool>().ShouldBeTrue();
        detail["resources"]![0]!["ARN"]!.ToString().ShouldBe(arn);
    }

    [Fact]
    public async Task A_denied_call_names_the_key_in_its_message_alone_and_only_at_the_callers()
    {
        await using var aws = await AwsSandbox.StartAsync(AtNoon);
        var arn = aws.Kms.Seed("111122223333", "us-east-1", new());
        using var kms = aws.KmsClient(new BasicAWSCredentials("444455556666", "secret"));

        await Should.ThrowAsync<AmazonKeyManagementServiceException>(() => kms.ScheduleKeyDeletionAsync(arn, 7));

        var detail = Recorded.All(aws).ShouldHaveSingleItem()["detail"]!;
        detail["errorCode"]!.ToString().ShouldBe("AccessDenied");
        detail["errorMessage"]!.ToString().ShouldContain($"kms:ScheduleKeyDeletion on resource: {arn}");
        detail["requestParameters"].ShouldBeNull();
        detail["responseElements"].ShouldBeNull();
        detail.Names().ShouldNotContain("resources");
        detail["recipientAccountId"]!.ToString().ShouldBe("444455556666");
    }

    [Fact]
    public async Task The_root_user_is_told_without_a_name()
    {
        await using var aws = await AwsSandbox.StartAsync(AtNoon);
        var root = new AwsCaller("111122223333", "arn:aws:iam::111122223333:root", "AKIAROOT");

        aws.Kms.Invoke(new("id", "kms", "us-east-1", root, "CreateKey", [], "console"));

        Recorded.Last(aws)["detail"]!["userIdentity"].ShouldBeLike("""
            {
              "type": "Root", "principalId": "111122223333", "arn": "arn:aws:iam::111122223333:root",
              "accountId": "111122223333", "accessKeyId": "AKIAROOT"
            }
            """);
        Recorded.Last(aws)["detail"]!["userAgent"]!.ToString().ShouldBe("console");
    }

    [Fact]
    public async Task Use_across_accounts_is_told_in_both_with_one_shared_id()
    {
        await using var aws = await AwsSandbox.StartAsync(AtNoon);
        var policy = """
            {
              "Version": "2012-10-17",
              "Statement": [{ "Effect": "Allow", "Principal": { "AWS": "444455556666" }, "Action": "kms:*", "Resource": "*" }]
            }
            """;
        var arn = aws.Kms.Seed("111122223333", "us-east-1", new() { KeyState = "Disabled", Policy = policy });
        using var kms = aws.KmsClient(new BasicAWSCredentials("444455556666", "secret"));

        await Should.ThrowAsync<DisabledException>(
            () => kms.EncryptAsync(new EncryptRequest { KeyId = arn, Plaintext = new([1]) }));

        var events = Recorded.All(aws);
        events.Select(json => json["account"]!.ToString()).ShouldBe(["444455556666", "111122223333"]);
        var (caller, owner) = (events[0]["detail"]!, events[1]["detail"]!);
        owner["recipientAccountId"]!.ToString().ShouldBe("111122223333");
        owner["userIdentity"].ShouldBeLike("""{ "type": "AWSAccount", "principalId": "*", "accountId": "444455556666" }""");
        owner["sharedEventID"]!.ToString().ShouldBe(caller["sharedEventID"]!.ToString());
        owner["eventID"]!.ToString().ShouldNotBe(caller["eventID"]!.ToString());
    }
}
