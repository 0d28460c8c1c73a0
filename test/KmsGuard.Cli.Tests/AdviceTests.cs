using KmsGuard.Cli.Errors;
using KmsGuard.Detect;

namespace KmsGuard.Cli.Tests;

/// <summary>What a person is told of each failure: what it is, and what to do.</summary>
public sealed class AdviceTests
{
    private const string Who = "arn:aws:iam::111122223333:user/ann";
    private const string Key = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

    private static readonly Reached Sso = new() { Profile = "work", Sso = true };
    private static readonly Reached Local = new() { Endpoint = ("http://127.0.0.1:4566", "AWS_ENDPOINT_URL") };

    public static TheoryData<string, string, string, string> Denials => new()
    {
        { "ListKeys", "because no identity-based policy allows the kms:ListKeys action", "no identity-based policy allows it", $"allow kms:ListKeys in a policy of {Who}" },
        { "ListKeys", "with an explicit deny in an identity-based policy", "an identity-based policy denies it explicitly", "look for the Deny" },
        { "DescribeKey", "because no resource-based policy allows the kms:DescribeKey action", "no key policy allows it", "aws kms get-key-policy" },
        { "DescribeKey", "with an explicit deny in a resource-based policy", "a key policy denies it explicitly", "whoever owns it" },
        { "ScheduleKeyDeletion", "with an explicit deny in a service control policy: arn:aws:organizations::1:policy/p-1", "a service control policy denies it explicitly (arn:aws:organizations::1:policy/p-1)", "AWS organization" },
        { "AssumeRole", "with an explicit deny in a resource control policy", "a resource control policy denies it", "AWS organization" },
        { "AssumeRole", "because no resource-based policy allows the sts:AssumeRole action", "no trust policy of the role allows it", $"trust policy of that role name {Who}" },
        { "AssumeRole", "", "AWS does not say by which policy", "check that the role exists" },
        { "ListKeys", "because no permissions boundary allows the kms:ListKeys action", "no permissions boundary allows it", "permissions boundary of" },
        { "ListKeys", "with an explicit deny in a VPC endpoint policy", "a VPC endpoint policy denies it", "VPC endpoint" },
        { "Publish", "because no resource-based policy allows the sns:Publish action", "no topic policy allows it", "whoever owns it" },
        { "ListKeys", "", "AWS does not say by which policy", "allow kms:ListKeys in a policy of" },
    };

    [Theory]
    [MemberData(nameof(Denials))]
    public void A_refusal_names_the_action_the_policy_and_who_can_change_it(string operation, string end, string why, string todo)
    {
        var action = Denial.ActionOf(operation);
        var advice = Advice.For(
            new(FailureKind.AccessDenied, operation, "AccessDeniedException", $"User: {Who} is not authorized to perform: {action} on resource: {Key} {end}"), Reached.Unknown);

        advice.What.ShouldStartWith($"{action} is denied on {Key}: {why}");
        advice.Try.ShouldNotBeNull().ShouldContain(todo);
    }

    public static TheoryData<FailureKind, string, string, string, string, string> Others => new()
    {
        { FailureKind.Credentials, "ExpiredToken", "", "none", "have expired", "log in again" },
        { FailureKind.Credentials, "ExpiredTokenException", "", "sso", "have expired", "aws sso login --profile work" },
        { FailureKind.Credentials, "AmazonClientException", "No valid SSO Token could be found.", "sso", "no usable credentials", "aws configure export-credentials --profile work" },
        { FailureKind.Credentials, "SignatureDoesNotMatch", "Signature expired: 20260102T030405Z is now earlier than", "none", "clock", "set this machine's clock" },
        { FailureKind.Credentials, "InvalidSignatureException", "Signature not yet current: 20260102T030405Z", "none", "clock", "set this machine's clock" },
        { FailureKind.Credentials, "InvalidSignatureException", "does not match the signature you provided", "none", "secret access key", "AWS_SECRET_ACCESS_KEY" },
        { FailureKind.Credentials, "RequestExpired", "", "none", "clock", "set this machine's clock" },
        { FailureKind.Credentials, "MissingAuthenticationToken", "", "none", "without a signature", "proxy" },
        { FailureKind.UnknownCredentials, "UnrecognizedClientException", "", "none", "not enabled for the account", "aws sts get-caller-identity" },
        { FailureKind.UnknownCredentials, "RegionDisabledException", "", "none", "is not enabled", "enable-region" },
        { FailureKind.Throttled, "ThrottlingException", "Rate exceeded", "none", "throttled", "--quota-share" },
        { FailureKind.Service, "NameResolutionError", "", "none", "cannot be looked up", "DNS" },
        { FailureKind.Service, "ConnectionError", "Connection refused", "local", "Nothing takes connections at 127.0.0.1:4566", "look at AWS_ENDPOINT_URL, which says http://127.0.0.1:4566" },
        { FailureKind.Service, "ConnectionError", "Connection refused", "none", "AWS's endpoint", "VPC endpoints" },
        { FailureKind.Service, "SecureConnectionError", "", "local", "certificate is not trusted", "is it http" },
        { FailureKind.Service, "SecureConnectionError", "", "none", "certificate is not trusted", "SSL_CERT_FILE" },
        { FailureKind.Service, "TimeoutException", "", "none", "did not answer in time", "VPC endpoints" },
        { FailureKind.Service, "IOException", "", "local", "broke off", "does something serve there" },
        { FailureKind.Service, "Http404", "", "local", "is not AWS", "does something serve there" },
        { FailureKind.Service, "InternalFailure", "", "none", "AWS failed", "again later" },
        { FailureKind.NotFound, "NotFoundException", "", "none", "no such thing", "--region" },
    };

    [Theory]
    [MemberData(nameof(Others))]
    public void Any_other_failure_says_what_to_do(FailureKind kind, string code, string message, string reached, string what, string todo)
    {
        var advice = Advice.For(new(kind, "ListKeys", code, message), reached switch { "sso" => Sso, "local" => Local, _ => Reached.Unknown });

        advice.What.ShouldContain(what);
        advice.What.ShouldContain($"ListKeys: {code}", Case.Sensitive, "what can be searched for");
        advice.Try.ShouldNotBeNull().ShouldContain(todo);
        advice.ToString().ShouldNotContain("\n");
    }

    [Fact]
    public void Hostile_text_from_an_endpoint_is_one_plain_line()
    {
        var text = Advice.For(
            new(FailureKind.AccessDenied, "ListKeys", "AccessDenied", "User: arn:\e[2J\u202e is not authorized on resource: arn:a\nkmsguard: all well"), Reached.Unknown).ToString();

        text.ShouldNotContain("\e");
        text.ShouldNotContain("\n");
        text.ShouldNotContain("\u202e");
    }

    [Theory]
    [InlineData("swep", "sweep")]
    [InlineData("docter", "doctor")]
    [InlineData("sweeep", "sweep")]
    [InlineData("x", null)]
    [InlineData("delete", null)]
    [InlineData("", null)]
    public void A_slip_is_told_from_another_word(string typed, string? meant) =>
        Nearest.To(typed, ["sweep", "rollback", "doctor", "demo", "alert"]).ShouldBe(meant);
}
