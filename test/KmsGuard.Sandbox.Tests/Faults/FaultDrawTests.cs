using KmsGuard.Sandbox.Faults;
using KmsGuard.Sandbox.Wire;

namespace KmsGuard.Sandbox.Tests.Faults;

public class FaultDrawTests
{
    private static readonly FaultRule Throttle = new() { Kind = FaultKind.Throttle, Share = 0.05 };

    private static readonly FaultPlan Mixed = new()
    {
        Seed = 7,
        Rules = [Throttle, new() { Kind = FaultKind.Reset, Share = 0.05, AfterShare = 0.5 }],
    };

    [Fact]
    public void Each_kind_gets_its_share()
    {
        var draw = new FaultDraw(Mixed);

        var given = Enumerable.Range(0, 20_000).Select(i => draw.Next(Call("DescribeKey", $"key-{i}"))).OfType<Fault>().ToList();

        given.Count(fault => fault.Kind == FaultKind.Throttle).ShouldBeInRange(850, 1150);
        given.Count(fault => fault is { Kind: FaultKind.Reset, Done: true }).ShouldBeInRange(400, 600);
        given.Count(fault => fault is { Kind: FaultKind.Reset, Done: false }).ShouldBeInRange(400, 600);
    }

    [Fact]
    public void The_same_calls_fare_the_same_in_whatever_order_they_come()
    {
        var calls = Enumerable.Range(0, 500).Select(i => Call(i % 2 == 0 ? "DescribeKey" : "ListGrants", $"key-{i / 4}")).ToList();

        Fates(Mixed, Enumerable.Reverse(calls)).ShouldBe(Fates(Mixed, calls));
        Fates(Mixed with { Seed = 8 }, calls).ShouldNotBe(Fates(Mixed, calls));

        static string Fates(FaultPlan plan, IEnumerable<AwsRequest> calls)
        {
            var draw = new FaultDraw(plan);
            var fates = calls.Select(call => (Call: $"{call.Operation} {call.KeyId}", Fate: draw.Next(call))).ToLookup(one => one.Call, one => one.Fate);
            return string.Join('\n', fates.Select(call => $"{call.Key}: {string.Join(", ", call)}").Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void A_call_that_failed_may_succeed_the_next_time()
    {
        var draw = new FaultDraw(new() { Rules = [Throttle with { Share = 0.5 }] });

        var fates = Enumerable.Range(0, 100).Select(_ => draw.Next(Call("DescribeKey", "key-1")) is null).ToList();

        fates.Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public void A_key_is_the_same_by_its_id_and_by_its_ARN()
    {
        var plan = new FaultPlan { Rules = [Throttle with { Share = 0.5 }] };
        var (byId, byArn) = (new FaultDraw(plan), new FaultDraw(plan));

        for (var i = 0; i < 50; i++)
        {
            byArn.Next(Call("DescribeKey", $"arn:aws:kms:us-east-1:111122223333:key/key-{i}"))
                .ShouldBe(byId.Next(Call("DescribeKey", $"key-{i}")));
        }
    }

    public static TheoryData<FaultRule, string> Impossible => new()
    {
        { Throttle with { Share = -0.1 }, "Share is -0.1; it must be a number from 0 to 1" },
        { Throttle with { Share = double.NaN }, "Share is NaN; it must be a number from 0 to 1" },
        { Throttle with { Kind = FaultKind.Hang, AfterShare = 1.1 }, "AfterShare is 1.1; it must be a number from 0 to 1" },
        { Throttle with { Kind = FaultKind.Slow, DelayMilliseconds = -1 }, "DelayMilliseconds is -1; it must be a whole number from 0 to 600000" },
        { Throttle with { DelayMilliseconds = 5 }, "DelayMilliseconds is 5; leave it out, it is for slow alone" },
        { Throttle with { SkewMinutes = 10 }, "SkewMinutes is 10; leave it out, it is for clock-skew alone" },
        { Throttle with { Kind = FaultKind.ClockSkew, SkewMinutes = 5 }, "SkewMinutes is 5; it must be a whole number from 6 to 1440, or from -1440 to -6" },
        { Throttle with { Kind = FaultKind.ClockSkew, SkewMinutes = -1441 }, "SkewMinutes is -1441; it must be" },
        { Throttle with { Kind = FaultKind.ClockSkew, AfterShare = 0.5 }, "leave it out, whether a call that meets clock-skew is done says its own time" },
        { Throttle with { Kind = (FaultKind)99 }, "Kind is 99; it must be one of throttle, internal-error," },
        { Throttle with { AfterShare = 0.5 }, "leave it out, a call that meets throttle is never done" },
        { Throttle with { Kind = FaultKind.Truncated, AfterShare = 0.5 }, "leave it out, a call that meets truncated is always done" },
    };

    [Theory]
    [MemberData(nameof(Impossible))]
    public void A_rule_that_cannot_be_is_refused(FaultRule rule, string why) =>
        Should.Throw<ArgumentException>(() => new FaultDraw(new() { Rules = [rule] })).Message.ShouldContain(why);

    private static AwsRequest Call(string operation, string key) => new(
        "id", "kms", "us-east-1", new("111122223333", "arn:aws:iam::111122223333:user/Alice", "AKIAEXAMPLE"), operation,
        new() { ["KeyId"] = key }, "test");
}
