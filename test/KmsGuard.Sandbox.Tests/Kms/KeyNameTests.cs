using KmsGuard.Sandbox.Kms;

namespace KmsGuard.Sandbox.Tests.Kms;

[Trait("Proof", "sandbox")]
public sealed class KeyNameTests
{
    private const string Absent = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

    private const string OrdersAlias = "arn:aws:kms:us-east-1:111122223333:alias/orders";

    private readonly KmsBench kms = new();

    [Fact]
    public void A_key_is_described_by_id_arn_alias_and_alias_arn()
    {
        var arn = kms.Seed(new KeySeed { Aliases = ["alias/orders"] });

        foreach (var name in new[] { arn, arn.Split('/')[1], "alias/orders", OrdersAlias })
        {
            kms.Do("DescribeKey", new { KeyId = name })["KeyMetadata"]!.Text("Arn").ShouldBe(arn);
        }
    }

    /// <summary>What is sent as KeyId to DisableKey, and what comes back.</summary>
    public static TheoryData<string?, string, string> BadNames() => new()
    {
        {
            null,
            "ValidationException",
            "1 validation error detected: Value null at 'keyId' failed to satisfy constraint: Member must not be null"
        },
        { Absent, "NotFoundException", $"Key '{Absent}' does not exist" },
        { "1234abcd-12ab-34cd-56ef-1234567890ab", "NotFoundException", $"Key '{Absent}' does not exist" },
        { "no-key", "NotFoundException", "Invalid keyId 'no-key'" },
        { "alias/orders", "NotFoundException", "Invalid keyId 'alias/orders'" },
        { OrdersAlias, "InvalidArnException", $"Invalid arn {OrdersAlias}" },
        { Absent.Replace("us-east-1", "us-west-2", StringComparison.Ordinal), "NotFoundException", "Invalid arn us-west-2" },
        { "arn:aws:kms:us-east-1:111122223333:key", "InvalidArnException", "Invalid arn arn:aws:kms:us-east-1:111122223333:key" },
        { "arn:aws:kms:us-east-1:1111:key/x", "InvalidArnException", "Invalid arn arn:aws:kms:us-east-1:1111:key/x" },
        { "arn:aws:sns:us-east-1:111122223333:t", "InvalidArnException", "Invalid arn arn:aws:sns:us-east-1:111122223333:t" },
        { "arn:", "InvalidArnException", "Invalid arn arn:" },
    };

    [Theory]
    [MemberData(nameof(BadNames))]
    public void A_name_that_leads_to_no_key_is_refused(string? name, string code, string message)
    {
        kms.Seed(new KeySeed { Aliases = ["alias/orders"] });

        var refusal = kms.Refused("DisableKey", new { KeyId = name });

        refusal.Code.ShouldBe(code);
        refusal.Message.ShouldBe(message);
        kms.Calls.Single().KeyArn.ShouldBeNull();
        kms.Calls.Single().Owner.ShouldBe(KmsBench.Home);
    }

    [Fact]
    public void An_alias_that_is_not_there_is_not_found() =>
        kms.Refused("DescribeKey", new { KeyId = "alias/nothing" }).Message
            .ShouldBe("Alias arn:aws:kms:us-east-1:111122223333:alias/nothing is not found.");

    [Fact]
    public void Describing_a_predefined_alias_makes_the_key_of_aws()
    {
        var before = kms.Do("ListAliases")["Aliases"]!.AsArray().Single(alias => alias!.Text("AliasName") == "alias/aws/s3")!;
        before.AsObject().ContainsKey("TargetKeyId").ShouldBeFalse();

        var key = kms.Do("DescribeKey", new { KeyId = "alias/aws/s3" })["KeyMetadata"]!;

        key.Text("KeyManager").ShouldBe("AWS");
        kms.Do("DescribeKey", new { KeyId = "alias/aws/s3" })["KeyMetadata"]!.Text("Arn").ShouldBe(key.Text("Arn"));
        kms.Do("ListAliases", new { KeyId = key.Text("Arn") }).Texts("Aliases", "TargetKeyId").ShouldBe([key.Text("KeyId")]);
        kms.Refuses("NotFoundException", "DescribeKey", new { KeyId = "alias/aws/toaster" });
    }

    [Theory]
    [InlineData("DescribeKey", true)]
    [InlineData("GetKeyRotationStatus", true)]
    [InlineData("ListGrants", true)]
    [InlineData("DisableKey", false)]
    [InlineData("EnableKey", false)]
    [InlineData("ScheduleKeyDeletion", false)]
    [InlineData("CancelKeyDeletion", false)]
    [InlineData("EnableKeyRotation", false)]
    [InlineData("ListResourceTags", false)]
    [InlineData("GetKeyLastUsage", false)]
    [InlineData("GetKeyPolicy", false)]
    public void Another_accounts_key_takes_some_calls_if_its_policy_does(string operation, bool allowed)
    {
        var open = kms.Seed(new KeySeed { Policy = KeyPolicyTests.Allowing("*", "kms:*") });
        var closed = kms.Seed();

        kms.Refuses("AccessDeniedException", operation, new { KeyId = closed }, by: KmsBench.Stranger);
        if (allowed)
        {
            kms.Do(operation, new { KeyId = open }, by: KmsBench.Stranger);
            kms.Calls[^1].Owner.ShouldBe(KmsBench.Home);
            kms.Calls[^1].Request.Caller.Account.ShouldBe(KmsBench.Other);
        }
        else
        {
            kms.Refuses("AccessDeniedException", operation, new { KeyId = open }, by: KmsBench.Stranger);
        }
    }

    [Fact]
    public void What_another_account_lacks_is_not_told_from_what_it_hides() =>
        kms.Refuses("AccessDeniedException", "DescribeKey", new { KeyId = Absent }, by: KmsBench.Stranger);

    [Fact]
    public void Accounts_and_regions_have_their_own_keys()
    {
        var arn = kms.Seed();
        kms.Seed(region: "us-west-2");
        kms.Seed(account: KmsBench.Other);

        kms.Do("ListKeys").Texts("Keys", "KeyArn").ShouldBe([arn]);
        kms.Refuses("NotFoundException", "DescribeKey", new { KeyId = arn.Split('/')[1] }, region: "us-west-2");
    }

    [Theory]
    [InlineData("af-south-1", KmsBench.Home)]
    [InlineData("us-east-1", "999988887777")]
    public void A_region_that_is_not_enabled_and_an_account_that_is_not_there_know_no_token(string region, string account)
    {
        var refusal = kms.Refused("ListKeys", by: KmsBench.User("Alice", account), region: region);

        refusal.Code.ShouldBe("UnrecognizedClientException");
        refusal.Message.ShouldBe("The security token included in the request is invalid.");
        kms.Calls.ShouldBeEmpty();
        Should.Throw<ArgumentException>(() => kms.Seed(region: region, account: account));
    }

    [Fact]
    public void An_operation_that_kms_does_not_have_is_refused() =>
        kms.Refuses("UnknownOperationException", "DeleteEverything");

    [Fact]
    public void Partitions_follow_the_region() =>
        kms.Seed(region: "cn-north-1").ShouldStartWith("arn:aws-cn:kms:cn-north-1:111122223333:key/");
}
