using KmsGuard.Detect;
using KmsGuard.Evaluate;
using KmsGuard.Remediate;

namespace KmsGuard.Tests.Evaluate;

[Trait("Proof", "attacks")]
public sealed class DeletionRuleTests
{
    private static readonly Dictionary<string, (Func<KeySnapshot, KeySnapshot> Spoil, Outcome Outcome, string[] Reasons)> Cases = new()
    {
        ["nothing stands in the way"] = (key => key, Outcome.Planned, []),
        ["exempt by tag"] = (key => key with { Tags = Tagged((KeyTags.Exempt, "yes")) }, Outcome.Exempt, ["exempt-tag"]),
        ["exempt by alias"] = (key => key with { Aliases = Keys.Aliases("alias/other", "alias/PROD-db") }, Outcome.Exempt, ["exempt-alias"]),
        ["exempt twice"] = (
            key => key with { Aliases = Keys.Aliases("alias/prod"), Tags = Tagged((KeyTags.Exempt, "x")) }, Outcome.Exempt, ["exempt-alias", "exempt-tag"]),
        ["exempt, whatever else could not be read"] = (
            key => key with { Aliases = Keys.Aliases("alias/prod"), Tags = Keys.Unread<IReadOnlyDictionary<string, string>>(FailureKind.AccessDenied) },
            Outcome.Exempt, ["exempt-alias"]),
        ["tagged exempt=false"] = (key => key with { Tags = Tagged((KeyTags.Exempt, " false ")) }, Outcome.Planned, []),
        ["on hold"] = (key => key with { Tags = Tagged((KeyTags.Hold, "")) }, Outcome.Held, ["hold-tag"]),
        ["never marked"] = (key => key with { Tags = Keys.Tags() }, Outcome.Held, ["not-marked"]),
        ["marked with no date"] = (key => key with { Tags = Marked("yesterday") }, Outcome.Held, ["not-marked"]),
        ["marked before it was created"] = (key => key with { Tags = Marked("2001-01-01T00:00:00Z") }, Outcome.Held, ["not-marked"]),
        ["marked in the future"] = (key => key with { Tags = Marked("2199-01-01T00:00:00Z") }, Outcome.Held, ["quarantine"]),
        ["disabled for a day less than asked"] = (key => key with { Tags = Marked(Keys.Now.AddDays(-30).AddSeconds(1)) }, Outcome.Held, ["quarantine"]),
        ["disabled for exactly as long as asked"] = (key => key with { Tags = Marked(Keys.Now.AddDays(-30)) }, Outcome.Planned, []),
        ["used after it was marked"] = (
            key => key with { LastUsage = Used(Keys.Now.AddDays(-91)), Tags = Marked(Keys.Now.AddDays(-100)) }, Outcome.Planned, []),
        ["used after it was marked, not long ago"] = (
            key => key with { LastUsage = Used(Keys.Now.AddDays(-20)) }, Outcome.Held, ["quarantine", "recently-used"]),
        ["used a day too late"] = (key => key with { LastUsage = Used(Keys.Now.AddDays(-90).AddSeconds(1)) }, Outcome.Held, ["recently-used"]),
        ["used long ago"] = (key => key with { LastUsage = Used(Keys.Now.AddDays(-90)) }, Outcome.Planned, []),
        ["not tracked for long enough"] = (
            key => key with { LastUsage = Reading.Of(new LastUsage(null, TrackingStart: Keys.Now.AddDays(-89), CreatedAt: Keys.Now.AddDays(-400))) },
            Outcome.Held, ["usage-unknown"]),
        ["created not long enough ago"] = (
            key => key with { LastUsage = Reading.Of(new LastUsage(null, TrackingStart: Keys.Now.AddDays(-50), CreatedAt: Keys.Now.AddDays(-50))) },
            Outcome.Held, ["usage-unknown"]),
        ["tracked since nobody knows when"] = (
            key => key with { LastUsage = Reading.Of(new LastUsage(null, CreatedAt: Keys.Now.AddDays(-400))) }, Outcome.Held, ["usage-unknown"]),
        ["a grant"] = (
            key => key with { Grants = Reading.Of<IReadOnlyList<KeyGrant>>([new("g", "arn:aws:iam::111122223333:role/ebs")]) }, Outcome.Held, ["has-grants"]),
        ["a primary with replicas"] = (key => With(key, MultiRegionKind.Primary, Keys.Arn.In("us-west-2")), Outcome.Held, ["has-replicas"]),
        ["a primary without replicas"] = (key => With(key, MultiRegionKind.Primary), Outcome.Planned, []),
        ["a replica"] = (key => With(key, MultiRegionKind.Replica, Keys.Arn), Outcome.Planned, []),
        ["everything at once"] = (
            key => With(key, MultiRegionKind.Primary, Keys.Arn.In("us-west-2")) with
            {
                Tags = Keys.Tags((KeyTags.Hold, "h")),
                Grants = Reading.Of<IReadOnlyList<KeyGrant>>([new("g", "somebody")]),
                LastUsage = Used(Keys.Now.AddDays(-1)),
            },
            Outcome.Held, ["hold-tag", "not-marked", "recently-used", "has-grants", "has-replicas"]),
        ["aliases denied"] = (
            key => key with { Aliases = Keys.Unread<IReadOnlyList<string>>(FailureKind.AccessDenied) }, Outcome.Unreadable, ["access-denied"]),
        ["tags denied"] = (
            key => key with { Tags = Keys.Unread<IReadOnlyDictionary<string, string>>(FailureKind.AccessDenied) }, Outcome.Unreadable, ["access-denied"]),
        ["grants throttled, and on hold"] = (
            key => key with { Grants = Keys.Unread<IReadOnlyList<KeyGrant>>(FailureKind.Throttled), Tags = Tagged((KeyTags.Hold, "h")) },
            Outcome.Unreadable, ["hold-tag", "throttled"]),
        ["last use not answered"] = (key => key with { LastUsage = Keys.Unread<LastUsage>(FailureKind.Service) }, Outcome.Unreadable, ["service-error"]),
        ["last use not asked"] = (key => key with { LastUsage = null }, Outcome.Unreadable, ["service-error"]),
        ["grants not asked"] = (key => key with { Grants = null }, Outcome.Unreadable, ["service-error"]),
        ["aliases not asked"] = (key => key with { Aliases = null }, Outcome.Unreadable, ["service-error"]),
    };

    private static readonly SweepOptions Options = Keys.Enforcing with { ExemptAliases = [Glob.ForAlias("prod*")] };

    public static TheoryData<string> Names() => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Everything_that_stands_in_the_way_holds_the_key_and_is_reported(string name)
    {
        var (spoil, outcome, reasons) = Cases[name];

        var decision = KeyEvaluator.Decide(spoil(Keys.Unused()), Options, Keys.Now);

        decision.Outcome.ShouldBe(outcome);
        decision.Reasons.ShouldBe(reasons);
        decision.IsDueDeletion.ShouldBe(outcome == Outcome.Planned);
        decision.Detail.ShouldNotBeEmpty();
    }

    [Fact]
    public void The_dearest_question_comes_last_and_only_when_nothing_else_holds_the_key()
    {
        var key = Keys.Unused() with { LastUsage = null };

        KeyEvaluator.NextRead(key, Options, Keys.Now).ShouldBe(KeyRead.LastUsage);
        KeyEvaluator.NextRead(key with { Tags = Tagged((KeyTags.Hold, "h")) }, Options, Keys.Now).ShouldBeNull();
        KeyEvaluator.NextRead(key, Options with { IdleDays = 0 }, Keys.Now).ShouldBeNull();
    }

    [Fact]
    public void With_no_days_asked_for_neither_a_mark_nor_the_last_use_is_needed()
    {
        var key = Keys.Unused() with { Tags = Keys.Tags(), LastUsage = null };

        KeyEvaluator.Decide(key, Options with { DisabledDays = 0, IdleDays = 0 }, Keys.Now).IsDueDeletion.ShouldBeTrue();
    }

    [Theory]
    [InlineData("never marked", true)]
    [InlineData("marked with no date", true)]
    [InlineData("marked before it was created", true)]
    [InlineData("everything at once", true)]
    [InlineData("on hold", false)]
    [InlineData("exempt by tag", false)]
    [InlineData("tags denied", false)]
    [InlineData("marked in the future", false)]
    public void A_key_without_a_usable_mark_gets_one_unless_it_is_to_be_left_alone(string name, bool marked)
    {
        var action = KeyEvaluator.Decide(Cases[name].Spoil(Keys.Unused()), Options, Keys.Now).Action;

        (action is KeyAction.TagResource { Name: KeyTags.DisabledSince, Value: "2026-11-22T03:00:00Z" }).ShouldBe(marked);
    }

    private static Reading<IReadOnlyDictionary<string, string>> Tagged((string Name, string Value) tag) =>
        Keys.Tags(tag, (KeyTags.DisabledSince, DisabledSince.ToTag(Keys.Now.AddDays(-100))));

    private static Reading<IReadOnlyDictionary<string, string>> Marked(DateTimeOffset at) => Marked(DisabledSince.ToTag(at));

    private static Reading<IReadOnlyDictionary<string, string>> Marked(string value) => Keys.Tags((KeyTags.DisabledSince, value));

    private static Reading<LastUsage> Used(DateTimeOffset at) => Reading.Of(new LastUsage(at, "Decrypt", "event", Keys.Now.AddDays(-200)));

    private static KeySnapshot With(KeySnapshot key, MultiRegionKind kind, params KeyArn[] replicas) => key with
    {
        Description = Reading.Of(key.Description!.Value! with { MultiRegion = kind, Primary = Keys.Arn.In("us-east-1"), Replicas = replicas }),
    };
}
