using KmsGuard.Remediate;
using KmsGuard.Sandbox.Kms;

namespace KmsGuard.Aws.Tests;

public sealed class QuotasTests
{
    public static TheoryData<string> Operations =>
    [
        .. typeof(KeyAction).GetNestedTypes().Select(action => action.Name),
        "ListKeys", "ListAliases", "DescribeKey", "GetKeyRotationStatus", "ListResourceTags", "ListGrants", "GetKeyLastUsage",
    ];

    [Theory]
    [MemberData(nameof(Operations))]
    public void A_quota_is_the_one_that_the_sandbox_enforces(string operation) =>
        Quotas.Of(operation).ShouldBe(RequestQuotas.PerSecond[operation]);

    [Fact]
    public void An_operation_without_a_quota_gets_the_smallest() => Quotas.Of("InventKey").ShouldBe(5);
}
