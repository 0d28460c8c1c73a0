using KmsGuard.Sandbox.Kms;
using KmsGuard.Sandbox.Wire;

namespace KmsGuard.Sandbox.Tests.Kms;

[Trait("Proof", "sandbox")]
public sealed class RequestQuotasTests
{
    private readonly ManualTime time = new();

    public static TheoryData<string, int> Quotas() => new()
    {
        { "CancelKeyDeletion", 5 },
        { "DescribeKey", 2000 },
        { "DisableKey", 5 },
        { "EnableKey", 5 },
        { "EnableKeyRotation", 15 },
        { "GetKeyLastUsage", 5 },
        { "GetKeyRotationStatus", 1000 },
        { "ListAliases", 500 },
        { "ListGrants", 100 },
        { "ListKeys", 500 },
        { "ListResourceTags", 2000 },
        { "PutKeyPolicy", 15 },
        { "ScheduleKeyDeletion", 15 },
        { "TagResource", 10 },
        { "UntagResource", 5 },
    };

    [Theory]
    [MemberData(nameof(Quotas))]
    public void A_second_holds_so_many_requests_and_the_next_second_as_many_again(string operation, int perSecond)
    {
        var quotas = new RequestQuotas(time);
        RequestQuotas.PerSecond[operation].ShouldBe(perSecond);

        Burst(quotas, Request(operation)).ShouldBe(perSecond);
        time.Pass(TimeSpan.FromSeconds(1));
        Burst(quotas, Request(operation)).ShouldBe(perSecond);
        time.Pass(TimeSpan.FromHours(1));
        Burst(quotas, Request(operation)).ShouldBe(perSecond);
        time.Pass(TimeSpan.FromSeconds(1.01 / perSecond));
        Burst(quotas, Request(operation)).ShouldBe(1);
    }

    [Fact]
    public void A_refusal_is_told_in_the_words_of_kms()
    {
        var quotas = new RequestQuotas(time);
        Burst(quotas, Request("DisableKey"));

        var refusal = Should.Throw<AwsException>(() => quotas.Take(Request("DisableKey")));

        refusal.Code.ShouldBe("ThrottlingException");
        refusal.Message.ShouldBe("You have exceeded the rate at which you may call KMS. Reduce the frequency of your calls.");
        ((int)refusal.Status).ShouldBe(400);
    }

    [Fact]
    public void Each_operation_region_and_caller_account_has_its_own()
    {
        var quotas = new RequestQuotas(time);
        Burst(quotas, Request("DisableKey")).ShouldBe(5);

        Burst(quotas, Request("EnableKey")).ShouldBe(5);
        Burst(quotas, Request("DisableKey", region: "us-west-2")).ShouldBe(5);
        Burst(quotas, Request("DisableKey", by: KmsBench.Stranger)).ShouldBe(5);
        Burst(quotas, Request("DisableKey", by: KmsBench.User("Bob"))).ShouldBe(0);
    }

    [Fact]
    public void Symmetric_cryptography_shares_one_quota_by_region()
    {
        var quotas = new RequestQuotas(time);

        Burst(quotas, Request("Encrypt", region: "eu-north-1")).ShouldBe(10_000);
        Burst(quotas, Request("Decrypt", region: "eu-north-1")).ShouldBe(0);
        Burst(quotas, Request("Decrypt", region: "eu-west-2")).ShouldBe(20_000);
    }

    [Fact]
    public void Kms_enforces_them_and_records_what_it_refused()
    {
        var kms = new KmsBench(quotas: true);
        var arn = kms.Seed();

        // Sixty at once last well under the eleven seconds in which sixty are allowed.
        var codes = Enumerable.Range(0, 60).Select(_ =>
        {
            try
            {
                kms.Do("GetKeyLastUsage", new { KeyId = arn });
                return "";
            }
            catch (AwsException refusal)
            {
                return refusal.Code;
            }
        }).ToList();

        codes.Take(5).ShouldAllBe(code => code.Length == 0);
        codes.ShouldContain("ThrottlingException");
        kms.Calls.ShouldContain(call => call.Error != null && call.Error.Code == "ThrottlingException");
    }

    [Fact]
    public void Without_quotas_nothing_is_throttled()
    {
        var kms = new KmsBench();
        var arn = kms.Seed();

        for (var i = 0; i < 100; i++)
        {
            kms.Do("GetKeyLastUsage", new { KeyId = arn });
        }
    }

    private static int Burst(RequestQuotas quotas, AwsRequest request)
    {
        for (var taken = 0; ; taken++)
        {
            try
            {
                quotas.Take(request);
            }
            catch (AwsException)
            {
                return taken;
            }
        }
    }

    private static AwsRequest Request(string operation, string region = KmsBench.Region, AwsCaller? by = null) =>
        new("id", "kms", region, by ?? KmsBench.Alice, operation, [], "test");

    private sealed class ManualTime : TimeProvider
    {
        private long timestamp;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => timestamp;

        public void Pass(TimeSpan step) => timestamp += step.Ticks;
    }
}
