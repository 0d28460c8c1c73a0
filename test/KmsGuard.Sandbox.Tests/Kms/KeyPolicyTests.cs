using KmsGuard.Sandbox.Kms;
using KmsGuard.Sandbox.Wire;

namespace KmsGuard.Sandbox.Tests.Kms;

[Trait("Proof", "sandbox")]
public sealed class KeyPolicyTests
{
    private static readonly AwsCaller Bob = KmsBench.User("Bob");

    private static readonly AwsCaller Session = new(
        KmsBench.Home,
        "arn:aws:sts::111122223333:assumed-role/Sweeper/run",
        "ASIAEXAMPLE",
        "arn:aws:iam::111122223333:role/Sweeper");

    private readonly KmsBench kms = new();

    /// <summary>A policy of one statement.</summary>
    public static string Allowing(string principal, string action) => Policy(Statement("Allow", principal, action));

    /// <summary>Statements, and whether Alice, Bob, a role's session and a stranger may disable the key.</summary>
    public static TheoryData<string, bool, bool, bool, bool> Judgements() => new()
    {
        { Statement("Allow", "arn:aws:iam::111122223333:root", "kms:*"), true, true, true, false },
        { Statement("Allow", "111122223333", "kms:*"), true, true, true, false },
        { Statement("Allow", "*", "kms:DisableKey"), true, true, true, false },
        { Statement("Allow", KmsBench.Alice.Arn, "kms:DisableKey"), true, false, false, false },
        { Statement("Allow", KmsBench.Alice.Arn, "kms:Dis*"), true, false, false, false },
        { Statement("Allow", KmsBench.Alice.Arn, "KMS:disablekey"), true, false, false, false },
        { Statement("Allow", KmsBench.Alice.Arn, "kms:EnableKey"), false, false, false, false },
        { Statement("Allow", "arn:aws:iam::111122223333:role/Sweeper", "kms:*"), false, false, true, false },
        { Statement("Allow", "arn:aws:sts::111122223333:assumed-role/Sweeper/run", "*"), false, false, true, false },
        { Statement("Allow", KmsBench.Other, "kms:*"), false, false, false, false },
        { Statement("Allow", "*", "*") + "," + Statement("Deny", Bob.Arn, "kms:D*"), true, false, true, false },
        { Statement("Deny", "*", "kms:DisableKey") + "," + Statement("Allow", "*", "*"), false, false, false, false },
    };

    [Theory]
    [MemberData(nameof(Judgements))]
    public void A_policy_allows_whom_it_names_and_a_deny_wins(
        string statements, bool alice, bool bob, bool session, bool stranger)
    {
        var arn = kms.Seed(new KeySeed { Policy = Policy(statements) });

        May(KmsBench.Alice).ShouldBe(alice);
        May(Bob).ShouldBe(bob);
        May(Session).ShouldBe(session);
        May(KmsBench.Stranger).ShouldBe(stranger);

        bool May(AwsCaller caller)
        {
            try
            {
                kms.Do("DisableKey", new { KeyId = arn }, by: caller);
                return true;
            }
            catch (AwsException refusal) when (refusal.Code == "AccessDeniedException")
            {
                return false;
            }
        }
    }

    [Fact]
    public void A_denial_says_who_may_not_do_what_to_which_key_and_why()
    {
        var silent = kms.Seed(new KeySeed { Policy = Allowing(Bob.Arn, "kms:*") });
        var denying = kms.Seed(new KeySeed { Policy = Policy(Statement("Deny", "*", "kms:*")) });

        kms.Refused("DisableKey", new { KeyId = silent }).Message.ShouldBe(
            $"User: arn:aws:iam::111122223333:user/Alice is not authorized to perform: kms:DisableKey on resource: {silent} "
            + "because no resource-based policy allows the kms:DisableKey action");
        kms.Refused("DisableKey", new { KeyId = denying }).Message
            .ShouldEndWith("with an explicit deny in a resource-based policy");
        var call = kms.Calls[^1];
        call.KeyArn.ShouldBe(denying);
        call.Error!.Code.ShouldBe("AccessDeniedException");
    }

    [Fact]
    public void Listing_keys_and_aliases_and_creating_keys_asks_no_key_policy()
    {
        var arn = kms.Seed(new KeySeed { Policy = Policy(Statement("Deny", "*", "*")), Aliases = ["alias/locked"] });

        kms.Do("ListKeys").Texts("Keys", "KeyArn").ShouldBe([arn]);
        kms.Do("ListAliases", new { KeyId = arn }).Texts("Aliases", "AliasName").ShouldBe(["alias/locked"]);
        kms.Do("CreateKey");
    }

    [Fact]
    public void A_policy_can_be_changed_while_deletion_is_pending_and_lock_others_out()
    {
        var arn = kms.Seed();
        kms.Do("ScheduleKeyDeletion", new { KeyId = arn });

        kms.Do("PutKeyPolicy", new { KeyId = arn, PolicyName = "default", Policy = Allowing(Bob.Arn, "kms:*") }, by: Bob);

        kms.Refuses("AccessDeniedException", "CancelKeyDeletion", new { KeyId = arn });
        kms.Do("CancelKeyDeletion", new { KeyId = arn }, by: Bob);
    }

    [Fact]
    public void Nobody_locks_himself_out_by_accident()
    {
        var arn = kms.Seed();
        var policy = Allowing(Bob.Arn, "kms:*");

        kms.Refuses("MalformedPolicyDocumentException", "PutKeyPolicy", new { KeyId = arn, Policy = policy });
        kms.Do("DescribeKey", new { KeyId = arn });

        kms.Do("PutKeyPolicy", new { KeyId = arn, Policy = policy, BypassPolicyLockoutSafetyCheck = true });
        kms.Refuses("AccessDeniedException", "DescribeKey", new { KeyId = arn });
        kms.Do("GetKeyPolicy", new { KeyId = arn }, by: Bob).Text("Policy").ShouldBe(policy);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("{}")]
    [InlineData("""{"Statement":[]}""")]
    [InlineData("""{"Statement":[null]}""")]
    [InlineData("""{"Statement":[{"Effect":"Maybe","Principal":"*","Action":"*"}]}""")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Action":"*"}]}""")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Principal":"*","Action":7}]}""")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Principal":"*","Action":["*",null]}]}""")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Effect":"Deny","Principal":"*","Action":"*"}]}""")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Condition":{}}]}""")]
    public void A_policy_that_cannot_be_judged_is_refused(string policy)
    {
        var arn = kms.Seed();

        var code = kms.Refused("PutKeyPolicy", new { KeyId = arn, Policy = policy }).Code;

        code.ShouldBe(policy.Length == 0 ? "ValidationException" : "MalformedPolicyDocumentException");
        Should.Throw<ArgumentException>(() => kms.Seed(new KeySeed { Policy = policy }));
    }

    [Theory]
    [InlineData("DisableKey")]
    [InlineData("ScheduleKeyDeletion")]
    [InlineData("CancelKeyDeletion")]
    [InlineData("EnableKey")]
    [InlineData("EnableKeyRotation")]
    [InlineData("DisableKeyRotation")]
    public void Keys_of_aws_are_looked_at_not_touched(string operation)
    {
        var arn = kms.Seed(new KeySeed { KeyManager = "AWS", Aliases = ["alias/aws/s3"] });

        kms.Describe(arn).Text("KeyManager").ShouldBe("AWS");
        kms.Do("GetKeyRotationStatus", new { KeyId = arn })["KeyRotationEnabled"]!.GetValue<bool>().ShouldBeTrue();
        kms.Do("ListResourceTags", new { KeyId = arn });
        kms.Do("GetKeyLastUsage", new { KeyId = arn });
        kms.Refuses("AccessDeniedException", operation, new { KeyId = arn });
        kms.StateOf(arn).ShouldBe("Enabled");
    }

    [Fact]
    public void A_grant_allows_what_the_policy_is_silent_about()
    {
        var arn = kms.Seed(new KeySeed { Policy = Allowing(KmsBench.Alice.Arn, "kms:*") });
        kms.Refuses("AccessDeniedException", "Encrypt", new { KeyId = arn, Plaintext = "AA==" }, by: Bob);

        var grant = kms.Do("CreateGrant", new { KeyId = arn, GranteePrincipal = Bob.Arn, Operations = new[] { "Encrypt" } });

        kms.Do("Encrypt", new { KeyId = arn, Plaintext = "AA==" }, by: Bob);
        kms.Refuses("AccessDeniedException", "GenerateDataKey", new { KeyId = arn, KeySpec = "AES_256" }, by: Bob);
        kms.Do("RevokeGrant", new { KeyId = arn, GrantId = grant.Text("GrantId") });
        kms.Refuses("AccessDeniedException", "Encrypt", new { KeyId = arn, Plaintext = "AA==" }, by: Bob);
    }

    private static string Policy(string statements) => $$"""{"Version":"2012-10-17","Statement":[{{statements}}]}""";

    private static string Statement(string effect, string principal, string action) =>
        $$"""{"Effect":"{{effect}}","Principal":{"AWS":"{{principal}}"},"Action":["{{action}}"],"Resource":"*"}""";
}
