using KmsGuard.Detect;
using KmsGuard.Evaluate;

namespace KmsGuard.Tests.Evaluate;

/// <summary>What people read of a decision on a disabled key, and what is not even asked.</summary>
public sealed class DeletionEvidenceTests
{
    private static readonly SweepOptions Options = Keys.Enforcing with { ExemptAliases = [Glob.ForAlias("prod*"), Glob.ForAlias("*-keep")] };

    [Fact]
    public void A_key_that_goes_says_of_every_check_why() => Detail(Keys.Unused()).ShouldBe(
        "no exempt alias: no alias; no tag kmsguard:exempt: not there, or false; no hold: no tag kmsguard:hold; "
        + "disabled for long enough: tag kmsguard:disabled-since=2026-08-14T03:00:00Z: 100 days; "
        + "idle for long enough: no use since tracking began on 2026-05-06T03:00:00Z: 200 days; no grants: none; no replicas: none");

    [Fact]
    public void A_use_is_quoted_with_its_operation_and_event() => Detail(Keys.Unused() with
    {
        LastUsage = Reading.Of(new LastUsage(Keys.Now.AddDays(-20), "Decrypt", "e-1", Keys.Now.AddDays(-200))),
    }).ShouldBe(
        "tag kmsguard:disabled-since=2026-08-14T03:00:00Z, but used on 2026-11-02T03:00:00Z: 20 of 30 days; "
        + "last use 2026-11-02T03:00:00Z by Decrypt, CloudTrail event e-1: 20 of 90 days");

    [Fact]
    public void A_key_that_was_never_used_says_since_when_that_is_known() => Detail(Keys.Unused() with
    {
        LastUsage = Reading.Of(new LastUsage(null, TrackingStart: Keys.Now.AddDays(-50), CreatedAt: Keys.Now.AddDays(-50))),
    }).ShouldBe("never used since its creation on 2026-10-03T03:00:00Z: 50 of 90 days");

    [Fact]
    public void Holders_of_grants_are_named_three_at_most() => Detail(Keys.Unused() with
    {
        Grants = Reading.Of<IReadOnlyList<KeyGrant>>([new("1", "a"), new("2", "a"), new("3", "b"), new("4", "c"), new("5", "d")]),
    }).ShouldBe("5 held, by a, b, c");

    [Theory]
    [InlineData("alias/prod-db")]
    [InlineData("alias/db-keep")]
    public void One_glob_of_several_is_enough_to_exempt_a_key_and_nothing_more_is_asked(string alias)
    {
        var key = Keys.Unused() with { Aliases = Keys.Aliases("alias/other", alias), Tags = null, Grants = null, LastUsage = null };

        KeyEvaluator.NextRead(key, Options, Keys.Now).ShouldBeNull();
        Detail(key).ShouldBe(alias);
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

    private static string Detail(KeySnapshot key) => KeyEvaluator.Decide(key, Options, Keys.Now).Detail;
}
