using KmsGuard.Sandbox.Kms;

namespace KmsGuard.Sandbox.Tests.Kms;

[Trait("Proof", "sandbox")]
public sealed class KeyTagAndAliasTests
{
    private readonly KmsBench kms = new();

    [Fact]
    public void Tags_are_put_replaced_and_taken_away()
    {
        var arn = kms.Seed(new KeySeed { Tags = new Dictionary<string, string> { ["old"] = "1", ["kept"] = "2" } });

        kms.Do("TagResource", new { KeyId = arn, Tags = new[] { Tag("old", "3"), Tag("kmsguard:hold", "") } });
        kms.Do("UntagResource", new { KeyId = arn, TagKeys = new[] { "kept", "never-there" } });

        var tags = kms.Do("ListResourceTags", new { KeyId = arn });
        tags.Texts("Tags", "TagKey").ShouldBe(["kmsguard:hold", "old"]);
        tags.Texts("Tags", "TagValue").ShouldBe(["", "3"]);
    }

    [Fact]
    public void Tags_that_are_none_are_refused()
    {
        var arn = kms.Seed();

        foreach (var (code, tags) in new (string, object[])[]
        {
            ("ValidationException", []),
            ("TagException", [Tag("aws:x", "")]),
            ("TagException", [Tag("", "")]),
            ("TagException", [Tag("a\uffff", "")]),
            ("TagException", [Tag("a", ""), Tag("a", "b")]),
            ("ValidationException", [Tag(new string('a', 129), "")]),
            ("ValidationException", [Tag("a", new string('b', 257))]),
            ("LimitExceededException", [.. Enumerable.Range(0, 51).Select(i => Tag($"t{i}", ""))]),
        })
        {
            kms.Refuses(code, "TagResource", new { KeyId = arn, Tags = tags });
        }

        kms.Do("ListResourceTags", new { KeyId = arn })["Tags"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public void An_alias_names_one_key_at_a_time()
    {
        var arn = kms.Seed();
        var other = kms.Seed();
        kms.Do("CreateAlias", new { AliasName = "alias/a:b/c", TargetKeyId = arn });

        kms.Refuses("AlreadyExistsException", "CreateAlias", new { AliasName = "alias/a:b/c", TargetKeyId = other });
        kms.Describe("arn:aws:kms:us-east-1:111122223333:alias/a:b/c").Text("Arn").ShouldBe(arn);

        kms.Do("DeleteAlias", new { AliasName = "alias/a:b/c" });
        kms.Do("CreateAlias", new { AliasName = "alias/a:b/c", TargetKeyId = other });
        kms.Do("ListAliases", new { KeyId = arn })["Aliases"]!.AsArray().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("orders", "InvalidAliasNameException")]
    [InlineData("alias/", "InvalidAliasNameException")]
    [InlineData("alias/a b", "InvalidAliasNameException")]
    [InlineData("alias/aws/mine", "NotAuthorizedException")]
    public void Alias_names_have_a_form_and_some_are_reserved(string name, string code) =>
        kms.Refuses(code, "CreateAlias", new { AliasName = name, TargetKeyId = kms.Seed() });

    [Fact]
    public void A_key_has_at_most_50_aliases()
    {
        var arn = kms.Seed(new KeySeed { Aliases = [.. Enumerable.Range(0, 50).Select(i => $"alias/{i}")] });

        kms.Refuses("LimitExceededException", "CreateAlias", new { AliasName = "alias/one-more", TargetKeyId = arn });
    }

    [Fact]
    public void A_predefined_alias_of_aws_is_not_deleted() =>
        kms.Refuses("NotFoundException", "DeleteAlias", new { AliasName = "alias/aws/s3" });

    [Fact]
    public void Grants_are_listed_as_they_were_made()
    {
        var arn = kms.Seed();
        var made = kms.Do("CreateGrant", new
        {
            KeyId = arn,
            Name = "worker",
            GranteePrincipal = "arn:aws:iam::111122223333:role/Worker",
            Operations = new[] { "Decrypt", "GenerateDataKey" },
            Constraints = new { EncryptionContextSubset = new { app = "orders" } },
        });

        var grant = kms.Do("ListGrants", new { KeyId = arn, GrantId = made.Text("GrantId") })["Grants"]!.AsArray().Single()!;

        grant.Text("KeyId").ShouldBe(arn);
        grant.Text("Name").ShouldBe("worker");
        grant.Text("IssuingAccount").ShouldBe(KmsBench.Home);
        grant["Operations"]!.AsArray().Count.ShouldBe(2);
        grant["Constraints"]!["EncryptionContextSubset"]!.Text("app").ShouldBe("orders");
        kms.Refuses(
            "ValidationException",
            "CreateGrant",
            new { KeyId = arn, GranteePrincipal = "a", Operations = new[] { "DisableKey" } });
        kms.Refuses("NotFoundException", "RevokeGrant", new { KeyId = arn, GrantId = "none" });
    }

    private static object Tag(string key, string value) => new { TagKey = key, TagValue = value };
}
