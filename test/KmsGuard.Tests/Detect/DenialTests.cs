using KmsGuard.Detect;

namespace KmsGuard.Tests.Detect;

/// <summary>AWS's sentences: IAM user guide, "Troubleshoot access denied error messages".</summary>
public sealed class DenialTests
{
    private const string Who = "arn:aws:iam::111122223333:user/ann";
    private const string Key = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
    private const string Begin = $"User: {Who} is not authorized to perform: kms:DescribeKey on resource: {Key} ";
    private const string Scp = "arn:aws:organizations::444455556666:policy/o-abcde/service_control_policy/p-12345678";

    public static TheoryData<string, PolicyKind, bool, string?> Sentences => new()
    {
        { "because no identity-based policy allows the kms:DescribeKey action", PolicyKind.Identity, false, null },
        { "because no resource-based policy allows the kms:DescribeKey action", PolicyKind.Resource, false, null },
        { "because no permissions boundary allows the kms:DescribeKey action", PolicyKind.Boundary, false, null },
        { "because no session policy allows the kms:DescribeKey action", PolicyKind.Session, false, null },
        { "because no service control policy allows the kms:DescribeKey action", PolicyKind.ServiceControl, false, null },
        { "because no VPC endpoint policy allows the kms:DescribeKey action", PolicyKind.VpcEndpoint, false, null },
        { "with an explicit deny in an identity-based policy", PolicyKind.Identity, true, null },
        { "with an explicit deny in a resource-based policy", PolicyKind.Resource, true, null },
        { "with an explicit deny in a resource control policy", PolicyKind.ResourceControl, true, null },
        { "with an explicit deny in a service control policy", PolicyKind.ServiceControl, true, null },
        { $"with an explicit deny in a service control policy: {Scp}", PolicyKind.ServiceControl, true, Scp },
        { "with an explicit deny in a permissions boundary", PolicyKind.Boundary, true, null },
        { "with an explicit deny in a session policy", PolicyKind.Session, true, null },
        { "with an explicit deny in a VPC endpoint policy", PolicyKind.VpcEndpoint, true, null },
        { "with an explicit deny in the role trust policy", PolicyKind.Resource, true, null },
        { "with an explicit deny", PolicyKind.Unknown, true, null },
        { "with an explicit deny in a policy of tomorrow", PolicyKind.Unknown, true, null },
        { "", PolicyKind.Unknown, false, null },
    };

    [Theory]
    [MemberData(nameof(Sentences))]
    public void The_kind_of_policy_is_read_from_the_sentence(string end, PolicyKind by, bool isExplicit, string? policy)
    {
        var denial = Denial.Of(Denied(Begin + end)).ShouldNotBeNull();

        denial.ShouldBe(new Denial("kms:DescribeKey", Who, Key, by, isExplicit, policy));
    }

    [Theory]
    [InlineData("")]
    [InlineData("no")]
    [InlineData("User: ann is not authorized to perform: s3:GetObject on resource: everything")]
    [InlineData("User: is not authorized to perform: on resource: because no  policy allows the action")]
    public void What_is_no_ARN_is_not_taken_for_one_and_the_action_is_the_one_that_was_called(string message) =>
        Denial.Of(Denied(message)).ShouldBe(new Denial("kms:DescribeKey", null, null, PolicyKind.Unknown, false, null));

    [Theory]
    [InlineData("AssumeRole", "sts:AssumeRole")]
    [InlineData("Publish", "sns:Publish")]
    [InlineData("ListKeys", "kms:ListKeys")]
    public void An_operation_is_an_action_of_its_service(string operation, string action) => Denial.ActionOf(operation).ShouldBe(action);

    [Fact]
    public void Other_failures_are_no_refusals() =>
        Denial.Of(new(FailureKind.Throttled, "DescribeKey", "ThrottlingException", Begin)).ShouldBeNull();

    [Fact]
    public void A_sentence_made_to_be_slow_is_read_at_once() =>
        Denial.Of(Denied($"with an explicit deny in {string.Concat(Enumerable.Repeat("a ", 100_000))}")).ShouldNotBeNull().By.ShouldBe(PolicyKind.Unknown);

    private static Failure Denied(string message) => new(FailureKind.AccessDenied, "DescribeKey", "AccessDeniedException", message);
}
