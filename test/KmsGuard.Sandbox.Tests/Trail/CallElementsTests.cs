using Amazon.KeyManagementService;
using Amazon.KeyManagementService.Model;
using KmsGuard.Sandbox.Tests.Wire;

namespace KmsGuard.Sandbox.Tests.Trail;

[Trait("Proof", "sandbox")]
public sealed class CallElementsTests
{
    public static TheoryData<string, Func<IAmazonKeyManagementService, string, Task>, string, string> Calls() => new()
    {
        {
            "TagResource",
            (kms, key) => kms.TagResourceAsync(new() { KeyId = key, Tags = [new() { TagKey = "Department", TagValue = "IT" }] }),
            """{ "keyId": "KEY", "tags": [{ "tagKey": "Department", "tagValue": "IT" }] }""",
            """{ "keyId": "KEY" }"""
        },
        {
            "EnableKeyRotation",
            (kms, key) => kms.EnableKeyRotationAsync(new EnableKeyRotationRequest { KeyId = key, RotationPeriodInDays = 180 }),
            """{ "keyId": "KEY", "rotationPeriodInDays": 180 }""",
            """{ "keyId": "KEY" }"""
        },
        {
            "DisableKeyRotation",
            (kms, key) => kms.DisableKeyRotationAsync(new DisableKeyRotationRequest { KeyId = key }),
            """{ "keyId": "KEY" }""",
            "null"
        },
        {
            "PutKeyPolicy",
            (kms, key) => kms.PutKeyPolicyAsync(new()
            {
                KeyId = key,
                PolicyName = "default",
                Policy = """
                    {
                      "Version": "2012-10-17",
                      "Statement": [{ "Effect": "Allow", "Principal": { "AWS": "111122223333" }, "Action": "kms:*", "Resource": "*" }]
                    }
                    """,
                BypassPolicyLockoutSafetyCheck = false,
            }),
            """{ "bypassPolicyLockoutSafetyCheck": false, "keyId": "KEY", "policy": "*", "policyName": "default" }""",
            "null"
        },
        {
            "CreateAlias",
            (kms, key) => kms.CreateAliasAsync("alias/data", key),
            """{ "aliasName": "alias/data", "targetKeyId": "KEY" }""",
            """{ "keyId": "KEY" }"""
        },
    };

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Parameters_and_results_are_written_as_CloudTrail_does(
        string operation, Func<IAmazonKeyManagementService, string, Task> call, string parameters, string result)
    {
        await using var aws = await AwsSandbox.StartAsync();
        var key = aws.Kms.Seed("111122223333", "us-east-1", new());
        using var kms = aws.KmsClient();

        await call(kms, key);

        var detail = Recorded.Last(aws)["detail"]!;
        detail["eventName"]!.ToString().ShouldBe(operation);
        detail["requestParameters"].ShouldBeLike(parameters.Replace("KEY", key, StringComparison.Ordinal));
        if (result == "null")
        {
            detail["responseElements"].ShouldBeNull();
        }
        else
        {
            detail["responseElements"].ShouldBeLike(result.Replace("KEY", key, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_grants_token_stays_secret()
    {
        await using var aws = await AwsSandbox.StartAsync();
        var key = aws.Kms.Seed("111122223333", "us-east-1", new());
        using var kms = aws.KmsClient();

        var grant = await kms.CreateGrantAsync(new()
        {
            KeyId = key,
            GranteePrincipal = "arn:aws:iam::111122223333:role/App",
            Operations = ["Decrypt"],
        });

        Recorded.Last(aws)["detail"]!["responseElements"].ShouldBeLike(
            $$"""{ "grantId": "{{grant.GrantId}}", "keyId": "{{key}}" }""");
        aws.Events.Emitted[^1].Json.ShouldNotContain(grant.GrantToken);
    }

    [Fact]
    public async Task Successful_reads_that_no_rule_takes_are_not_written_at_all()
    {
        await using var aws = await AwsSandbox.StartAsync();
        var key = aws.Kms.Seed("111122223333", "us-east-1", new());
        using var kms = aws.KmsClient();

        await kms.DescribeKeyAsync(key);
        await kms.EncryptAsync(new EncryptRequest { KeyId = key, Plaintext = new([1]) });

        aws.Events.Emitted.ShouldBeEmpty();
    }
}
