using Amazon.Runtime;
using KmsGuard.Detect;
using KmsGuard.Remediate;
using KmsGuard.Sandbox;
using KmsGuard.Sandbox.Kms;

namespace KmsGuard.Aws.Tests;

/// <summary>Entering accounts and Regions, against the sandbox's STS and KMS.</summary>
public sealed class KmsRegionsTests : IAsyncLifetime
{
    private const string Home = "111122223333";
    private const string Member = "444455556666";
    private AwsSandbox aws = null!;

    public async Task InitializeAsync() => aws = await AwsSandbox.StartAsync(
        new() { Accounts = [Home, Member], Regions = ["us-east-1", "eu-west-1"] });

    public async Task DisposeAsync() => await aws.DisposeAsync();

    [Theory]
    [InlineData(null)]
    [InlineData(Home)]
    public async Task The_own_account_is_entered_with_the_callers_own_credentials(string? account)
    {
        var arn = aws.Kms.Seed(Home, "eu-west-1", new KeySeed());
        using var regions = new KmsRegions(Settings() with { RoleName = "KmsGuardMember" }, 100);

        var kms = await regions.OpenAsync(account, "eu-west-1", new Run("run-1"), default);

        kms.Account.ShouldBe(Home);
        kms.Region.ShouldBe("eu-west-1");
        (await kms.ListKeysAsync(null, default).ToListAsync()).SelectMany(page => page.Keys).ShouldBe([KeyArn.Parse(arn)]);
        aws.Calls.Snapshot().ShouldNotContain(call => call.Operation == "AssumeRole");
    }

    [Fact]
    public async Task A_member_account_is_entered_through_its_role_in_the_name_of_the_run()
    {
        var arn = aws.Kms.Seed(Member, "us-east-1", new KeySeed());
        using var regions = new KmsRegions(Settings() with { RoleName = "path/KmsGuardMember" }, 100);

        var kms = await regions.OpenAsync(Member, "us-east-1", new Run("20261122/nightly run"), default);

        kms.Account.ShouldBe(Member);
        (await kms.DescribeKeyAsync(arn, default)).Value.ShouldNotBeNull().Arn.ShouldBe(KeyArn.Parse(arn));
        aws.Calls.Snapshot()[^1].CallerArn.ShouldBe(
            $"arn:aws:sts::{Member}:assumed-role/KmsGuardMember/kmsguard-20261122-nightly-run");
    }

    [Fact]
    public async Task The_caller_is_asked_for_once_and_a_role_assumed_once_a_run()
    {
        using var regions = new KmsRegions(Settings() with { RoleName = "KmsGuardMember" }, 100);

        await Task.WhenAll(new[] { "us-east-1", "eu-west-1", "us-east-1" }
            .Select(region => regions.OpenAsync(Member, region, new Run("run-1"), default)));
        await regions.OpenAsync(null, "us-east-1", new Run("run-1"), default);
        (await regions.WhoAmIAsync(default)).ShouldBe($"arn:aws:iam::{Home}:user/sandbox");

        aws.Calls.Snapshot().Select(call => call.Operation).ShouldBe(["GetCallerIdentity", "AssumeRole"]);
        aws.Calls.Snapshot().ShouldAllBe(call => call.Region == "eu-west-1");
    }

    [Fact]
    public async Task A_run_has_its_own_counters()
    {
        using var regions = new KmsRegions(Settings(), 100);
        var first = await regions.OpenAsync(null, "eu-west-1", new Run("run-1"), default);
        await first.ListAliasesAsync(default);

        (await regions.OpenAsync(null, "eu-west-1", new Run("run-1"), default)).ShouldBeSameAs(first);
        var second = await regions.OpenAsync(null, "eu-west-1", new Run("run-2"), default);

        first.Calls.ShouldBe(new Dictionary<string, int> { ["ListAliases"] = 1 });
        second.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_role_that_may_not_be_assumed_is_access_denied()
    {
        aws.Sts.DenyAssume($"arn:aws:iam::{Member}:role/KmsGuardMember");
        using var regions = new KmsRegions(Settings() with { RoleName = "KmsGuardMember" }, 100);

        var failure = await FailureOf(() => regions.OpenAsync(Member, "us-east-1", new Run("run-1"), default));

        failure.Kind.ShouldBe(FailureKind.AccessDenied);
        failure.Operation.ShouldBe("AssumeRole");
        failure.Message.ShouldContain("KmsGuardMember");
    }

    [Fact]
    public async Task A_member_account_without_a_role_says_what_is_missing()
    {
        using var regions = new KmsRegions(Settings(), 100);

        var failure = await FailureOf(() => regions.OpenAsync(Member, "us-east-1", new Run("run-1"), default));

        failure.Kind.ShouldBe(FailureKind.AccessDenied);
        failure.Message.ShouldContain("KMSGUARD_ROLE_NAME");
    }

    [Fact]
    public async Task Credentials_that_AWS_does_not_know_are_told_apart()
    {
        using var regions = new KmsRegions(Settings() with { Credentials = new BasicAWSCredentials("999999999999", "x") }, 100);

        var failure = await FailureOf(() => regions.OpenAsync(null, "us-east-1", new Run("run-1"), default));

        failure.Kind.ShouldBe(FailureKind.UnknownCredentials);
        failure.Operation.ShouldBe("GetCallerIdentity");
        (await regions.WhoAmIAsync(default)).ShouldBeNull();
    }

    [Fact]
    public async Task A_Region_that_is_not_enabled_opens_and_then_knows_no_credentials()
    {
        using var regions = new KmsRegions(Settings(), 100);
        var kms = await regions.OpenAsync(null, "me-south-1", new Run("run-1"), default);

        var failure = await FailureOf(async () => await kms.ListKeysAsync(null, default).ToListAsync());

        failure.Kind.ShouldBe(FailureKind.UnknownCredentials);
        failure.Code.ShouldBe("UnrecognizedClientException");
    }

    [Theory]
    [InlineData("us-east-1.example.com/")]
    [InlineData("us-east-1\n")]
    [InlineData("")]
    public async Task What_is_no_Regions_name_never_becomes_part_of_a_host_name(string region)
    {
        using var regions = new KmsRegions(Settings() with { EndpointUrl = null }, 100);

        (await FailureOf(() => regions.OpenAsync(null, region, new Run("run-1"), default))).Code.ShouldBe("InvalidRegion");
    }

    [Fact]
    public async Task A_role_session_goes_on_after_its_hour()
    {
        using var regions = new KmsRegions(Settings() with { RoleName = "KmsGuardMember" }, 100);
        var role = (MemberRole)await new CallerAccount(Settings() with { RoleName = "R" }, Settings().Credentials!)
            .EnterAsync(Member, "eu-west-1", "run-1", default);
        var before = await role.GetCredentialsAsync();

        role.ClearCredentials();
        var after = await role.GetCredentialsAsync();

        after.AccessKey.ShouldNotBe(before.AccessKey);
        role.Expiration.ShouldNotBeNull();
    }

    [Theory]
    [InlineData("run-1", "kmsguard-run-1")]
    [InlineData("a b/c:d\n", "kmsguard-a-b-c-d-")]
    [InlineData("ключ", "kmsguard-----")]
    [InlineData("", "kmsguard-")]
    public void A_session_is_named_as_STS_allows(string runId, string name) => MemberRole.SessionName(runId).ShouldBe(name);

    [Fact]
    public void A_session_name_is_cut_to_what_STS_allows() => MemberRole.SessionName(new string('x', 100)).Length.ShouldBe(64);

    private AwsSettings Settings() => new()
    {
        EndpointUrl = aws.Endpoint.ToString(),
        Region = "eu-west-1",
        Credentials = new BasicAWSCredentials("test", "test"),
        Retries = 0,
    };

    private static async Task<Failure> FailureOf(Func<Task> action) => (await Should.ThrowAsync<FailureException>(action)).Failure;
}
