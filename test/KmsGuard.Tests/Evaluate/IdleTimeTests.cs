using KmsGuard.Detect;
using KmsGuard.Evaluate;

namespace KmsGuard.Tests.Evaluate;

public sealed class IdleTimeTests
{
    private static readonly DateTimeOffset Day = new(2026, 8, 14, 3, 0, 0, TimeSpan.Zero);

    public static TheoryData<LastUsage, string> Proofs => new()
    {
        { new(Day), "last use 2026-08-14T03:00:00Z" },
        { new(Day, "Decrypt"), "last use 2026-08-14T03:00:00Z by Decrypt" },
        { new(Day, null, "e-1"), "last use 2026-08-14T03:00:00Z, CloudTrail event e-1" },
        { new(Day, "Decrypt", "e-1", Day.AddDays(-9), Day.AddDays(-9)), "last use 2026-08-14T03:00:00Z by Decrypt, CloudTrail event e-1" },
        { new(null, TrackingStart: Day, CreatedAt: Day), "never used since its creation on 2026-08-14T03:00:00Z" },
        { new(null, TrackingStart: Day.AddTicks(-1), CreatedAt: Day), "never used since its creation on 2026-08-14T03:00:00Z" },
        { new(null, TrackingStart: Day, CreatedAt: Day.AddTicks(-1)), "no use since tracking began on 2026-08-14T03:00:00Z" },
        { new(null, TrackingStart: Day), "no use since tracking began on 2026-08-14T03:00:00Z" },
    };

    [Theory]
    [MemberData(nameof(Proofs))]
    public void The_time_since_which_nobody_used_the_key_comes_with_how_that_is_known(LastUsage usage, string how) =>
        IdleTime.Prove(usage).ShouldBe((Day, how));

    [Fact]
    public void Without_a_use_and_a_start_of_tracking_nothing_is_proven()
    {
        IdleTime.Prove(new(null, CreatedAt: Day)).ShouldBeNull();
        Check(new(null, CreatedAt: Day)).ShouldBe(
            new("idle for long enough", CheckResult.Failed, Reason.UsageUnknown, "KMS tells neither a use nor since when it keeps track"));
    }

    // Seconds from the time asked for, 90 days before now.
    [Theory]
    [InlineData(0, CheckResult.Passed, ": 90 days")]
    [InlineData(1, CheckResult.Failed, ": 89 of 90 days")]
    [InlineData(-86399, CheckResult.Passed, ": 90 days")]
    public void Begun_days_do_not_count(int seconds, CheckResult result, string days)
    {
        var at = Keys.Now.AddDays(-90).AddSeconds(seconds);

        Check(new(at)).ShouldBe(new("idle for long enough", result, result == CheckResult.Passed ? null : Reason.RecentlyUsed, $"last use {DisabledSince.ToTag(at)}{days}"));
        Check(new(null, TrackingStart: at)).ShouldBe(new(
            "idle for long enough", result, result == CheckResult.Passed ? null : Reason.UsageUnknown, $"no use since tracking began on {DisabledSince.ToTag(at)}{days}"));
    }

    [Fact]
    public void With_no_days_asked_for_every_key_passes_and_what_is_known_is_told()
    {
        Evidence(null).ShouldBe("0 days asked for");
        Evidence(Keys.Unread<LastUsage>(FailureKind.Throttled)).ShouldBe("0 days asked for");
        Evidence(Reading.Of(new LastUsage(null))).ShouldBe("0 days asked for");
        Evidence(Reading.Of(new LastUsage(Day))).ShouldBe("0 days asked for; last use 2026-08-14T03:00:00Z");

        static string Evidence(Reading<LastUsage>? usage)
        {
            var check = IdleTime.Check(Keys.Unused() with { LastUsage = usage }, Keys.Enforcing with { IdleDays = 0 }, Keys.Now);
            (check.Name, check.Result, check.Reason).ShouldBe(("idle for long enough", CheckResult.Passed, null));
            return check.Evidence;
        }
    }

    [Fact]
    public void What_was_not_asked_is_not_passed() =>
        IdleTime.Check(Keys.Unused() with { LastUsage = null }, Keys.Enforcing, Keys.Now).ShouldBe(new("idle for long enough", CheckResult.NotAsked, null, "not asked"));

    private static Check Check(LastUsage usage) => IdleTime.Check(Keys.Unused() with { LastUsage = Reading.Of(usage) }, Keys.Enforcing, Keys.Now);
}
