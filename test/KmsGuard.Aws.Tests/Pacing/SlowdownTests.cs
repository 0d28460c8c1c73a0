using KmsGuard.Aws.Pacing;

namespace KmsGuard.Aws.Tests.Pacing;

public sealed class SlowdownTests
{
    private readonly Clock clock = new();
    private readonly Slowdown slowdown;

    public SlowdownTests() => slowdown = new(clock);

    [Fact]
    public void Without_throttling_an_attempt_takes_one_turn()
    {
        clock.Advance(100);

        slowdown.Turns.ShouldBe(1);
    }

    [Fact]
    public void Throttling_doubles_the_turns_up_to_sixteen()
    {
        List<int> turns = [];
        for (var i = 0; i < 6; i++)
        {
            slowdown.Throttled();
            turns.Add(slowdown.Turns);
            clock.Advance(2);
        }

        turns.ShouldBe([2, 4, 8, 16, 16, 16]);
    }

    [Fact]
    public void Attempts_that_are_throttled_together_count_once()
    {
        for (var i = 0; i < 32; i++)
        {
            slowdown.Throttled();
        }

        slowdown.Turns.ShouldBe(2);
    }

    [Fact]
    public void Every_ten_quiet_seconds_halve_them_again()
    {
        Slow(4);

        List<int> turns = [];
        for (var second = 1; second <= 41; second += 10)
        {
            clock.Advance(second == 1 ? 9 : 10);
            turns.Add(slowdown.Turns);
        }

        turns.ShouldBe([16, 8, 4, 2, 1]);
    }

    [Fact]
    public void A_long_silence_is_as_good_as_many_looks()
    {
        Slow(4);

        clock.Advance(25);
        slowdown.Turns.ShouldBe(4);
        clock.Advance(1000);
        slowdown.Turns.ShouldBe(1);
        slowdown.Throttled();
        slowdown.Turns.ShouldBe(2);
    }

    [Fact]
    public void Throttling_starts_the_silence_anew()
    {
        Slow(2);

        for (var i = 0; i < 20; i++)
        {
            clock.Advance(0.9);
            slowdown.Throttled();
        }

        slowdown.Turns.ShouldBe(16);
        clock.Advance(9.9);
        slowdown.Turns.ShouldBe(16);
    }

    private void Slow(int times)
    {
        for (var i = 0; i < times; i++)
        {
            clock.Advance(1);
            slowdown.Throttled();
        }
    }

    private sealed class Clock : TimeProvider
    {
        private long now = 5_000_000;

        public override long TimestampFrequency => 1000;

        public override long GetTimestamp() => now;

        public void Advance(double seconds) => now += (long)(seconds * TimestampFrequency);
    }
}
