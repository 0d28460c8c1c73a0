using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using KmsGuard.Sandbox.Tests.Wire;

namespace KmsGuard.Sandbox.Tests.Sts;

[Trait("Proof", "sandbox")]
public sealed class AssumeRoleTests
{
    private const string Member = "arn:aws:iam::444455556666:role/ops/Sweep";

    private static readonly SandboxOptions TwoAccounts = new() { Accounts = ["111122223333", "444455556666"] };

    [Fact]
    public async Task An_assumed_role_acts_in_its_own_account()
    {
        await using var aws = await AwsSandbox.StartAsync(TwoAccounts);
        using var home = aws.StsClient();

        var assumed = await home.AssumeRoleAsync(new() { RoleArn = Member, RoleSessionName = "nightly", SourceIdentity = "ann" });
        using var member = aws.StsClient(assumed.Credentials.Session());
        var identity = await member.GetCallerIdentityAsync(new GetCallerIdentityRequest());

        identity.Account.ShouldBe("444455556666");
        identity.Arn.ShouldBe("arn:aws:sts::444455556666:assumed-role/Sweep/nightly");
        identity.UserId.ShouldBe(assumed.AssumedRoleUser.AssumedRoleId);
        assumed.Credentials.AccessKeyId.ShouldStartWith("ASIA");
        assumed.SourceIdentity.ShouldBe("ann");
    }

    [Theory]
    [InlineData("arn:aws:iam::999999999999:role/Sweep")]
    [InlineData(Member)]
    public async Task A_role_that_does_not_trust_the_caller_is_denied(string role)
    {
        await using var aws = await AwsSandbox.StartAsync(TwoAccounts);
        aws.Sts.DenyAssume(Member);
        using var sts = aws.StsClient();

        var refusal = await Should.ThrowAsync<AmazonSecurityTokenServiceException>(
            () => sts.AssumeRoleAsync(new() { RoleArn = role, RoleSessionName = "nightly" }));

        refusal.ErrorCode.ShouldBe("AccessDenied");
        refusal.Message.ShouldBe(
            $"User: arn:aws:iam::111122223333:user/sandbox is not authorized to perform: sts:AssumeRole on resource: {role}");
    }

    public static TheoryData<string, string, int?, string?, string> Invalid() => new()
    {
        { "arn:aws:iam::444455556666:user/Ann", "nightly", null, null, "is invalid" },
        { Member, "x", null, null, "roleSessionName" },
        { Member, "with space", null, null, "roleSessionName" },
        { Member, new string('x', 65), null, null, "roleSessionName" },
        { Member, "nightly", 899, null, "greater than or equal to 900" },
        { Member, "nightly", 43_201, null, "less than or equal to 43200" },
        { Member, "nightly", null, "a/b", "sourceIdentity" },
    };

    [Theory]
    [MemberData(nameof(Invalid))]
    public async Task Parameters_out_of_range_are_refused(string role, string session, int? seconds, string? identity, string says)
    {
        await using var aws = await AwsSandbox.StartAsync(TwoAccounts);
        using var sts = aws.StsClient();

        var refusal = await Should.ThrowAsync<AmazonSecurityTokenServiceException>(() => sts.AssumeRoleAsync(
            new() { RoleArn = role, RoleSessionName = session, DurationSeconds = seconds, SourceIdentity = identity }));

        refusal.ErrorCode.ShouldBe("ValidationError");
        refusal.Message.ShouldContain(says);
    }

    [Fact]
    public async Task Twelve_hours_are_too_many_for_a_role_assumed_from_a_role()
    {
        await using var aws = await AwsSandbox.StartAsync(TwoAccounts);
        using var user = aws.StsClient();
        var longest = new AssumeRoleRequest { RoleArn = Member, RoleSessionName = "nightly", DurationSeconds = 43_200 };

        var first = await user.AssumeRoleAsync(longest);
        using var chained = aws.StsClient(first.Credentials.Session());
        var refusal = await Should.ThrowAsync<AmazonSecurityTokenServiceException>(() => chained.AssumeRoleAsync(longest));

        refusal.Message.ShouldContain("1 hour session limit");
    }

    [Fact]
    public async Task A_source_identity_stays_with_the_roles_assumed_later()
    {
        await using var aws = await AwsSandbox.StartAsync(TwoAccounts);
        using var user = aws.StsClient();

        var first = await user.AssumeRoleAsync(new() { RoleArn = Member, RoleSessionName = "one", SourceIdentity = "ann" });
        using var chained = aws.StsClient(first.Credentials.Session());
        var second = await chained.AssumeRoleAsync(new() { RoleArn = Member, RoleSessionName = "two" });

        second.SourceIdentity.ShouldBe("ann");
    }

    [Fact]
    public async Task The_SDKs_own_role_credentials_work_whatever_the_sandboxs_time()
    {
        await using var aws = await AwsSandbox.StartAsync(TwoAccounts with { Start = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero) });
        using var home = aws.StsClient();
        var issued = await home.AssumeRoleAsync(new() { RoleArn = Member, RoleSessionName = "nightly" });
        aws.Clock.Advance(TimeSpan.FromDays(40));

        using var member = aws.StsClient(issued.Credentials.Session());

        (await member.GetCallerIdentityAsync(new GetCallerIdentityRequest())).Account.ShouldBe("444455556666");
        issued.Credentials.Expiration!.Value.ToUniversalTime().ShouldBeGreaterThan(TimeProvider.System.GetUtcNow().UtcDateTime);
    }
}
