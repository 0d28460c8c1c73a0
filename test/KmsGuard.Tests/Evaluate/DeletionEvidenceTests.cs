using KmsGuard.Detect;
using KmsGuard.Evaluate;

namespace KmsGuard.Tests.Evaluate;

/// <summary>What people read of a decision on a disabled key, and what is not even asked.</summary>
public sealed class DeletionEvidenceTests
{
    private static readonly SweepOptions Options = Keys.Enforcing with { ExemptAliases = [Glob.ForAlias("prod*"), Glob.ForAlias("*-keep")] };

    [Fact]
    public void A_key_that_goes_says_of_every_check_why() => Detail(Keys.Unused()).ShouldBe(
        "no exempt alias: no alias; no tag kmsguard:exempt; no tag kmsguard:hold; "
        + "disabled for long enough: tag kmsguard:disabled-since=2026-08-14T03:00:00Z, from DisableKey or the first enforcing sweep: 100 days; "
        + "idle for long enough: no use since tracking began on 2026-05-06T03:00:00Z: 200 days; no grants; no replicas");

    [Fact]
    public void A_use_is_quoted_with_its_operation_and_event() => Detail(Keys.Unused() with
    {
        LastUsage = Reading.Of(new LastUsage(Keys.Now.AddDays(-20), "Decrypt", "e-1", Keys.Now.AddDays(-200))),
    }).ShouldBe(
        "tag kmsguard:disabled-since=2026-08-14T03:00:00Z, from DisableKey or the first enforcing sweep, but used on 2026-11-02T03:00:00Z: 20 of 30 days; "
        + "last use 2026-11-02T03:00:00Z by Decrypt, CloudTrail event e-1: 20 of 90 days");

    [Fact]
    public void A_key_that_was_never_used_says_since_when_that_is_known() => Detail(Keys.Unused() with
    {
        LastUsage = Reading.Of(new LastUsage(null, TrackingStart: Keys.Now.AddDays(-50), CreatedAt: Keys.Now.AddDays(-50))),
    }).ShouldBe("never used since its creation on 2026-10-03T03:00:00Z: 50 of 90 days");

    [Fact]
    public void Holders_and_issuers_of_grants_are_named_three_at_most() => Detail(Granted(
        new("1", "c", "x"), new("2", "a", "x"), new("3", "b"), new("4", "a"), new("5", "d"), new("6", "")))
        .ShouldBe("6 grants, held by a, b, c and 2 more, issued by x");

    [Fact]
    public void One_grant_of_nobody_that_KMS_names_still_counts() =>
        Detail(Granted(new KeyGrant("1", ""))).ShouldBe("1 grant, held by somebody unnamed");

    [Fact]
    public void What_others_wrote_is_cleaned_and_cut()
    {
        Detail(Granted(new KeyGrant("1", "\e[31mroot\u202e\n" + new string('x', 9000), new string('y', 9000)))).Length.ShouldBeLessThan(250);
        Detail(Granted(new KeyGrant("1", "\e[31mroot\n"))).ShouldBe("1 grant, held by [31mroot");
        Detail(Keys.Unused() with { Tags = Keys.Tags((KeyTags.Hold, "a\nb" + new string('x', 9000))) }).ShouldStartWith("kmsguard:hold=a bx");
    }

    [Theory]
    [InlineData(null, "nobody knows since when: no tag kmsguard:disabled-since")]
    [InlineData("last\nweek", "the tag kmsguard:disabled-since=last week proves nothing: it is no time in UTC")]
    [InlineData("2001-01-01", "the tag kmsguard:disabled-since=2001-01-01 proves nothing: the key was created on 2025-10-18T03:00:00Z")]
    [InlineData("2199-01-01", "tag kmsguard:disabled-since=2199-01-01T00:00:00Z, from DisableKey or the first enforcing sweep: that time is yet to come")]
    public void A_mark_that_does_not_count_says_why(string? value, string evidence) => Detail(Keys.Unused() with
    {
        Tags = value is null ? Keys.Tags() : Keys.Tags((KeyTags.DisabledSince, value)),
    }).ShouldBe(evidence);

    [Fact]
    public void Everything_that_holds_a_key_is_told_also_beside_what_could_not_be_read() => Detail(Keys.Unused() with
    {
        Tags = Keys.Tags((KeyTags.Hold, "h")),
        Grants = Keys.Unread<IReadOnlyList<KeyGrant>>(FailureKind.Throttled),
    }).ShouldBe(
        "kmsguard:hold=h; nobody knows since when: no tag kmsguard:disabled-since; could not be read: Some: ThrottledException: it did not work");

    [Fact]
    public void What_could_not_be_read_is_told_once_however_many_checks_need_it() => Detail(Keys.Unused() with
    {
        Tags = Keys.Unread<IReadOnlyDictionary<string, string>>(FailureKind.Throttled),
    }).ShouldBe("could not be read: Some: ThrottledException: it did not work");

    [Fact]
    public void A_check_that_was_not_made_is_named() =>
        Detail(Keys.Unused() with { LastUsage = null }).ShouldBe("not asked: idle for long enough");

    [Theory]
    [InlineData("alias/prod-db", "alias/prod*")]
    [InlineData("alias/db-keep", "alias/*-keep")]
    public void One_glob_of_several_is_enough_to_exempt_a_key_and_nothing_more_is_asked(string alias, string glob)
    {
        var key = Keys.Unused() with { Aliases = Keys.Aliases("alias/other", alias), Tags = null, Grants = null, LastUsage = null };

        KeyEvaluator.NextRead(key, Options, Keys.Now).ShouldBeNull();
        Detail(key).ShouldBe($"{alias} matches {glob}");
    }

    [Fact]
    public void A_key_exempt_by_tag_is_asked_nothing_more() => KeyEvaluator
        .NextRead(Keys.Unused() with { Tags = Keys.Tags((KeyTags.Exempt, "yes")), Grants = null, LastUsage = null }, Options, Keys.Now)
        .ShouldBeNull();

    [Fact]
    public void A_key_that_could_not_be_read_to_the_end_is_not_even_marked()
    {
        var key = Keys.Unused() with { Tags = Keys.Tags(), Grants = Keys.Unread<IReadOnlyList<KeyGrant>>(FailureKind.Throttled) };

        var decision = KeyEvaluator.Decide(key, Options, Keys.Now);

        decision.Outcome.ShouldBe(Outcome.Unreadable);
        decision.Reasons.ShouldBe(["not-marked", "throttled"]);
        decision.Action.ShouldBeNull();
    }

    private static KeySnapshot Granted(params KeyGrant[] grants) => Keys.Unused() with { Grants = Reading.Of<IReadOnlyList<KeyGrant>>(grants) };

    private static string Detail(KeySnapshot key) => KeyEvaluator.Decide(key, Options, Keys.Now).Detail;
}
