using Amazon.KeyManagementService;
using Amazon.KeyManagementService.Model;
using Amazon.Runtime;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using KmsGuard.Sandbox.Wire;

namespace KmsGuard.Sandbox.Tests.Wire;

[Trait("Proof", "sandbox")]
public sealed class CredentialTests
{
    private static readonly SandboxOptions TwoAccounts = new() { Accounts = ["111122223333", "444455556666"] };

    [Theory]
    [InlineData("AKIAEXAMPLE", "111122223333")]
    [InlineData("test", "111122223333")]
    [InlineData("444455556666", "444455556666")]
    public async Task An_access_key_stands_for_a_user_of_an_account(string accessKeyId, string account)
    {
        await using var aws = await AwsSandbox.StartAsync(TwoAccounts);
        using var sts = aws.StsClient(new BasicAWSCredentials(accessKeyId, "secret"));

        var identity = await sts.GetCallerIdentityAsync(new GetCallerIdentityRequest());

        identity.Account.ShouldBe(account);
        identity.Arn.ShouldBe($"arn:aws:iam::{account}:user/sandbox");
    }

    [Fact]
    public async Task The_account_of_the_key_owns_what_it_creates()
    {
        await using var aws = await AwsSandbox.StartAsync(TwoAccounts);
        using var kms = aws.KmsClient(new BasicAWSCredentials("444455556666", "secret"));

        var key = await kms.CreateKeyAsync(new CreateKeyRequest());

        key.KeyMetadata.Arn.ShouldStartWith("arn:aws:kms:us-east-1:444455556666:key/");
    }

    [Theory]
    [InlineData("999999999999")]
    [InlineData("ASIAINVENTED")]
    public async Task An_access_key_that_stands_for_nobody_is_refused(string accessKeyId)
    {
        await using var aws = await AwsSandbox.StartAsync(TwoAccounts);
        var nobody = new SessionAWSCredentials(accessKeyId, "secret", "token");
        using var kms = aws.KmsClient(nobody);
        using var sts = aws.StsClient(nobody);

        var json = await Should.ThrowAsync<AmazonKeyManagementServiceException>(() => kms.ListKeysAsync(new ListKeysRequest()));
        var query = await Should.ThrowAsync<AmazonSecurityTokenServiceException>(
            () => sts.GetCallerIdentityAsync(new GetCallerIdentityRequest()));

        json.ErrorCode.ShouldBe("UnrecognizedClientException");
        query.ErrorCode.ShouldBe("InvalidClientTokenId");
    }

    [Fact]
    public async Task A_session_needs_its_own_token()
    {
        await using var aws = await AwsSandbox.StartAsync();
        var session = aws.Sts.CreateSession("arn:aws:iam::111122223333:role/Sweep", "me");
        using var sts = aws.StsClient(new SessionAWSCredentials(session.AccessKeyId, session.SecretAccessKey, "another"));

        var refusal = await Should.ThrowAsync<AmazonSecurityTokenServiceException>(
            () => sts.GetCallerIdentityAsync(new GetCallerIdentityRequest()));

        refusal.ErrorCode.ShouldBe("InvalidClientTokenId");
    }

    [Fact]
    public void A_session_ends_when_its_time_is_over()
    {
        var clock = new SandboxClock();
        var store = new CredentialStore(["111122223333"], clock);
        var caller = new AwsCaller("111122223333", "arn:aws:sts::111122223333:assumed-role/Sweep/me", "");
        var session = store.Issue(caller, TimeSpan.FromHours(1));

        store.Find(session.AccessKeyId, session.SessionToken).AccessKeyId.ShouldBe(session.AccessKeyId);
        clock.Advance(TimeSpan.FromHours(1));

        Should.Throw<AwsException>(() => store.Find(session.AccessKeyId, session.SessionToken)).Code.ShouldBe("ExpiredToken");
    }

    [Fact]
    public async Task A_Region_that_is_not_enabled_knows_no_credentials()
    {
        await using var aws = await AwsSandbox.StartAsync();
        using var kms = aws.KmsClient(region: "ap-southeast-3");
        using var sts = aws.StsClient(region: "ap-southeast-3");

        var json = await Should.ThrowAsync<AmazonKeyManagementServiceException>(() => kms.ListKeysAsync(new ListKeysRequest()));
        var query = await Should.ThrowAsync<AmazonSecurityTokenServiceException>(
            () => sts.GetCallerIdentityAsync(new GetCallerIdentityRequest()));

        json.ErrorCode.ShouldBe("UnrecognizedClientException");
        json.Message.ShouldBe("The security token included in the request is invalid.");
        query.ErrorCode.ShouldBe("InvalidClientTokenId");
    }
}
