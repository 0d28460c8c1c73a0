using KmsGuard.Aws.Pacing;

namespace KmsGuard.Aws.Tests.Pacing;

public sealed class QuotaBucketTests
{
    public static TheoryData<string> Operations => QuotasTests.Operations;

    [Theory]
    [MemberData(nameof(Operations))]
    public void A_bucket_gives_its_share_of_the_quota_never_more_and_never_nothing(string operation)
    {
        for (var share = 1; share <= 100; share++)
        {
            var bucket = QuotaBucket.Options(operation, share);
            var perSecond = Quotas.Of(operation) * share / 100.0;

            bucket.TokensPerPeriod.ShouldBeGreaterThanOrEqualTo(1);
            var given = bucket.TokensPerPeriod / bucket.ReplenishmentPeriod.TotalSeconds;
            given.ShouldBeLessThanOrEqualTo(perSecond);
            given.ShouldBeGreaterThan(perSecond * 0.9999);
        }
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public void A_burst_is_at_most_one_call_and_a_ninth_of_what_a_second_allows(string operation)
    {
        for (var share = 1; share <= 100; share++)
        {
            var bucket = QuotaBucket.Options(operation, share);

            (bucket.TokenLimit - 2).ShouldBeLessThanOrEqualTo((int)(Quotas.Of(operation) * share / 900.0));
            // What comes due while a wait ends late is not lost.
            bucket.TokenLimit.ShouldBeGreaterThanOrEqualTo(bucket.TokensPerPeriod);
        }
    }

    [Fact]
    public async Task Waiting_for_a_turn_can_be_given_up()
    {
        using var pacer = new Pacer(1);
        using var stop = new CancellationTokenSource();
        await pacer.BucketOf("111122223333", "us-east-1", "GetKeyLastUsage").WaitAsync(default);

        var waiting = pacer.BucketOf("111122223333", "us-east-1", "GetKeyLastUsage").WaitAsync(stop.Token);
        var inLine = pacer.BucketOf("111122223333", "us-east-1", "GetKeyLastUsage").WaitAsync(stop.Token);
        await pacer.BucketOf("111122223333", "us-west-2", "GetKeyLastUsage").WaitAsync(default);
        await pacer.BucketOf("444455556666", "us-east-1", "GetKeyLastUsage").WaitAsync(default);
        await pacer.BucketOf("111122223333", "us-east-1", "DisableKey").WaitAsync(default);
        waiting.IsCompleted.ShouldBeFalse();
        await stop.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(waiting);
        await Should.ThrowAsync<OperationCanceledException>(inLine);
    }

    [Fact]
    public void Every_caller_gets_the_same_bucket()
    {
        using var pacer = new Pacer(50);

        var buckets = new QuotaBucket[100];
        Parallel.For(0, buckets.Length, i => buckets[i] = pacer.BucketOf("111122223333", "us-east-1", "ListKeys"));

        buckets.Distinct().ShouldHaveSingleItem();
    }
}
