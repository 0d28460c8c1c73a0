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

    [Theory]
    [InlineData("GetKeyLastUsage", 100, 5.0)]
    [InlineData("GetKeyLastUsage", 50, 2.5)]
    [InlineData("GetKeyLastUsage", 1, 0.05)]
    [InlineData("ScheduleKeyDeletion", 50, 7.5)]
    [InlineData("ListGrants", 50, 50.0)]
    [InlineData("DescribeKey", 50, 1000.0)]
    [InlineData("DescribeKey", 1, 20.0)]
    public void A_bucket_gives_exactly_its_share_and_no_bursts(string operation, int share, double perSecond)
    {
        var bucket = Pacer.Options(operation, share);

        (bucket.TokensPerPeriod / bucket.ReplenishmentPeriod.TotalSeconds).ShouldBe(perSecond, perSecond / 1000);
        bucket.TokenLimit.ShouldBeGreaterThanOrEqualTo(1);
        bucket.TokenLimit.ShouldBeLessThanOrEqualTo(Math.Max(1, (int)(perSecond / 10)));
    }

    [Fact]
    public async Task Waiting_for_a_turn_can_be_given_up()
    {
        using var pacer = new Pacer(1);
        using var stop = new CancellationTokenSource();
        await pacer.WaitAsync("111122223333", "us-east-1", "GetKeyLastUsage", default);

        var waiting = pacer.WaitAsync("111122223333", "us-east-1", "GetKeyLastUsage", stop.Token).AsTask();
        var elsewhere = pacer.WaitAsync("111122223333", "us-west-2", "GetKeyLastUsage", default).AsTask();
        await elsewhere;
        await stop.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(waiting);
    }
}
