using KmsGuard.Detect;
using KmsGuard.Evaluate;

namespace KmsGuard.Tests.Evaluate;

public sealed class DisabledSinceTests
{
    private static readonly DateTimeOffset Created = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("2026-08-14T03:00:00Z", "2026-08-14T03:00:00.0000000+00:00")]
    [InlineData("2026-08-14T03:00:00.5Z", "2026-08-14T03:00:00.5000000+00:00")]
    [InlineData("2026-08-14T03:00:00.1234567Z", "2026-08-14T03:00:00.1234567+00:00")]
    [InlineData("2026-08-14", "2026-08-14T00:00:00.0000000+00:00")]
    // What else looks like a time may mean another one.
    [InlineData("2026-08-14T03:00:00", null)]
    [InlineData("2026-08-14T03:00:00+02:00", null)]
    [InlineData("14.08.2026", null)]
    [InlineData("08/14/2026", null)]
    [InlineData(" 2026-08-14", null)]
    [InlineData("2026-02-30", null)]
    [InlineData("", null)]
    // The mark is of whole seconds, a creation is not.
    [InlineData("2026-01-31T11:59:59Z", "2026-01-31T11:59:59.0000000+00:00")]
    [InlineData("2026-01-31T11:59:58Z", null)]
    public void A_mark_is_a_time_in_UTC_from_the_life_of_the_key(string value, string? at) =>
        $"{DisabledSince.FromTags(Tags(value), Created):O}".ShouldBe(at ?? "");

    [Fact]
    public void A_mark_of_a_key_whose_creation_nobody_knows_counts() => DisabledSince.FromTags(Tags("1999-01-01"), null).ShouldNotBeNull();

    [Fact]
    public void A_mark_is_written_in_UTC_to_the_second() =>
        DisabledSince.ToTag(new(2026, 8, 14, 5, 0, 0, 999, TimeSpan.FromHours(2))).ShouldBe("2026-08-14T03:00:00Z");

    [Theory]
    [InlineData(-100, null, -100)]
    [InlineData(-100, -200, -100)]
    [InlineData(-100, -20, -20)]
    [InlineData(0, null, 0)]
    [InlineData(1, null, null)]
    [InlineData(1, -20, null)]
    public void What_is_proven_is_the_mark_or_a_later_use_and_never_the_future(int mark, int? used, int? proven)
    {
        var key = Key(Keys.Now.AddDays(mark), used is { } days ? Keys.Now.AddDays(days) : null);

        DisabledSince.Proven(key, key.Description!.Value!, Keys.Now).ShouldBe(proven is { } since ? Keys.Now.AddDays(since) : null);
    }

    [Fact]
    public void Nothing_is_proven_by_tags_that_were_not_read()
    {
        var description = Keys.Description(KeyState.Disabled);

        DisabledSince.Proven(Keys.Unused() with { Tags = null }, description, Keys.Now).ShouldBeNull();
        DisabledSince.Proven(Keys.Unused() with { Tags = Keys.Unread<IReadOnlyDictionary<string, string>>(FailureKind.Throttled) }, description, Keys.Now).ShouldBeNull();
        DisabledSince.Proven(Keys.Unused() with { Tags = Keys.Tags() }, description, Keys.Now).ShouldBeNull();
    }

    // Seconds from the time asked for, 30 days before now.
    [Theory]
    [InlineData(0, CheckResult.Passed, ": 30 days")]
    [InlineData(1, CheckResult.Failed, ": 29 of 30 days")]
    [InlineData(30 * 86400, CheckResult.Failed, ": 0 of 30 days")]
    [InlineData((30 * 86400) + 1, CheckResult.Failed, ": that time is yet to come")]
    [InlineData(-86399, CheckResult.Passed, ": 30 days")]
    public void Begun_days_do_not_count(int seconds, CheckResult result, string evidence)
    {
        var at = Keys.Now.AddDays(-30).AddSeconds(seconds);

        var check = Check(Key(at, null));

        (check.Name, check.Result).ShouldBe(("disabled for long enough", result));
        check.Reason.ShouldBe(result == CheckResult.Passed ? null : Reason.Quarantine);
        check.Evidence.ShouldBe($"tag kmsguard:disabled-since={DisabledSince.ToTag(at)}, from DisableKey or the first enforcing sweep{evidence}");
    }

    [Fact]
    public void A_use_at_the_time_of_the_mark_is_not_told_as_a_later_one() =>
        Check(Key(Keys.Now.AddDays(-40), Keys.Now.AddDays(-40))).Evidence.ShouldNotContain("but used");

    [Fact]
    public void With_no_days_asked_for_every_key_passes_and_the_evidence_says_so() =>
        DisabledSince.Check(Keys.Unused() with { Tags = null }, Keys.Description(KeyState.Disabled), Keys.Enforcing with { DisabledDays = 0 }, Keys.Now)
            .ShouldBe(new("disabled for long enough", CheckResult.Passed, null, "0 days asked for"));

    [Fact]
    public void A_mark_that_is_no_time_is_quoted_short() =>
        Check(Keys.Unused() with { Tags = Keys.Tags((KeyTags.DisabledSince, new string('x', 256))) }).Evidence
            .ShouldBe($"the tag kmsguard:disabled-since={new string('x', 57)}... proves nothing: it is no time in UTC");

    private static Check Check(KeySnapshot key) => DisabledSince.Check(key, key.Description!.Value!, Keys.Enforcing, Keys.Now);

    private static KeySnapshot Key(DateTimeOffset mark, DateTimeOffset? used) => Keys.Unused() with
    {
        Tags = Keys.Tags((KeyTags.DisabledSince, DisabledSince.ToTag(mark))),
        LastUsage = Reading.Of(new LastUsage(used, TrackingStart: Keys.Now.AddDays(-300))),
    };

    private static Dictionary<string, string> Tags(string value) => new() { [KeyTags.DisabledSince] = value };
}
