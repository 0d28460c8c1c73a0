using KmsGuard.Sandbox.Kms;

namespace KmsGuard.Sandbox.Tests.Kms;

/// <summary>"Test your permissions" in the AWS KMS Developer Guide: a dry run is refused at the very end, or as the call would be.</summary>
[Trait("Proof", "sandbox")]
public sealed class DryRunTests
{
    private readonly KmsBench kms = new();

    [Theory]
    [InlineData("CreateGrant")]
    [InlineData("RevokeGrant")]
    [InlineData("Encrypt")]
    [InlineData("Decrypt")]
    [InlineData("GenerateDataKey")]
    [InlineData("GenerateDataKeyWithoutPlaintext")]
    public void A_dry_run_does_nothing_and_says_whether_the_call_would_have_been_allowed(string operation)
    {
        var arn = kms.Seed(new KeySeed { GranteePrincipals = [KmsBench.Alice.Arn] });
        var ciphertext = kms.Do("Encrypt", new { KeyId = arn, Plaintext = "AQID" }).Text("CiphertextBlob");
        var grants = kms.Do("ListGrants", new { KeyId = arn }).ToJsonString();
        var usage = kms.Do("GetKeyLastUsage", new { KeyId = arn }).ToJsonString();
        var call = new
        {
            KeyId = arn,
            GrantId = kms.Do("ListGrants", new { KeyId = arn }).Texts("Grants", "GrantId").Single(),
            GranteePrincipal = KmsBench.Alice.Arn,
            Operations = new[] { "Decrypt" },
            Plaintext = "AQID",
            CiphertextBlob = ciphertext,
            KeySpec = "AES_256",
            DryRun = true,
        };

        kms.Refuses("DryRunOperationException", operation, call);
        kms.Refuses("AccessDeniedException", operation, call, KmsBench.Stranger);

        kms.Do("ListGrants", new { KeyId = arn }).ToJsonString().ShouldBe(grants);
        kms.Do("GetKeyLastUsage", new { KeyId = arn }).ToJsonString().ShouldBe(usage);
        kms.Do("ScheduleKeyDeletion", new { KeyId = arn });
        if (operation != "RevokeGrant")
        {
            kms.Refuses("KMSInvalidStateException", operation, call);
        }
    }
}
