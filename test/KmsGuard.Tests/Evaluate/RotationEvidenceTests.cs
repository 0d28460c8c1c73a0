using KmsGuard.Detect;
using KmsGuard.Evaluate;
using KmsGuard.Remediate;

namespace KmsGuard.Tests.Evaluate;

/// <summary>What people read of a decision on an enabled key and of its checks, and what is read for them.</summary>
public sealed class RotationEvidenceTests
{
    private static readonly SweepOptions Globs = Keys.Enforcing with { ExemptAliases = [Glob.ForAlias("prod*")] };

    private static readonly RotationStatus TooLong = new(true, 400);

    [Theory]
    [InlineData(false, null, "rotation is off", false)]
    [InlineData(true, 400, "rotates every 400 days", true)]
    [InlineData(true, 365, "rotates every 365 days", true)]
    [InlineData(true, null, "rotates", true)]
    public void A_decision_tells_the_status(bool on, int? days, string detail, bool rotates)
    {
        var decision = Decide(Keys.Unrotated() with { Rotation = Reading.Of(new RotationStatus(on, days)) });

        (decision.Arn, decision.State, decision.Rule, decision.Detail, decision.Rotates)
            .ShouldBe((Keys.Arn, KeyState.Enabled, "rotation", detail, rotates));
    }

    [Fact]
    public void A_period_that_is_too_long_is_remembered_to_be_set_back() =>
        Decide(Keys.Unrotated() with { Rotation = Reading.Of(TooLong) }).Action.ShouldBe(new KeyAction.EnableKeyRotation(365, 400));

    [Fact]
    public void Whoever_asked_for_a_key_to_be_left_alone_is_quoted_before_the_status() => Decide(Keys.Unrotated() with
    {
        Aliases = Keys.Aliases("alias/prod-db"),
        Tags = Keys.Tags((KeyTags.Exempt, "x")),
    }).Detail.ShouldBe("alias/prod-db matches alias/prod*; kmsguard:exempt=x; rotation is off");

    [Fact]
    public void What_kept_a_key_from_being_changed_is_told_before_the_status()
    {
        var failure = "could not be read: Some: ThrottledException: it did not work";
        var tags = Keys.Unread<IReadOnlyDictionary<string, string>>(FailureKind.Throttled);
        var aliases = Keys.Unread<IReadOnlyList<string>>(FailureKind.Throttled);

        var both = Decide(Keys.Unrotated() with { Tags = tags, Aliases = aliases });
        both.Detail.ShouldBe($"{failure}; rotation is off");
        both.Reasons.ShouldBe([Reason.Throttled, Reason.RotationOff]);
        Decide(Keys.Unrotated() with { Tags = null }).Detail.ShouldBe("not asked; rotation is off");
    }

    [Fact]
    public void A_status_that_was_not_read_says_so_or_why()
    {
        Decide(Keys.Unrotated() with { Rotation = null }).Detail.ShouldBe("rotation was not read");
        Decide(Keys.Unrotated() with { Rotation = Keys.Unread<RotationStatus>(FailureKind.Throttled) }).Detail.ShouldBe("Some: ThrottledException: it did not work");
        Decide(Keys.Unrotated() with { Rotation = Reading.Failed<RotationStatus>(new(FailureKind.Service, "A", "B", new string('x', 900))) }).Detail.Length.ShouldBe(400);
    }

    [Theory]
    [InlineData(KeyState.Enabled, false, "rotation is off")]
    [InlineData(KeyState.PendingDeletion, false, "rotation is off while its deletion is pending")]
    [InlineData(KeyState.PendingReplicaDeletion, false, "rotation is off while its deletion is pending")]
    [InlineData(KeyState.PendingDeletion, true, "rotates every 90 days")]
    public void The_checks_of_a_key_that_can_rotate_tell_what_they_saw(KeyState state, bool on, string evidence) =>
        RotationRule.Checks(Keys.Unrotated() with { Rotation = Reading.Of(new RotationStatus(on, on ? 90 : null)) }, Keys.Description(state), Keys.Enforcing).ShouldBe(
        [
            new("can rotate", CheckResult.Passed, null, "SYMMETRIC_DEFAULT, AWS_KMS"),
            new("rotates often enough", on ? CheckResult.Passed : CheckResult.Failed, on ? null : Reason.RotationOff, evidence),
            new("no exempt alias", CheckResult.Passed, null, "no exempt aliases are set"),
            new("no tag kmsguard:exempt", CheckResult.Passed, null, ""),
        ]);

    [Fact]
    public void Each_obstacle_is_a_check_that_failed()
    {
        var description = Keys.Description(KeyState.Enabled) with { Spec = "RSA_2048", Origin = "EXTERNAL" };

        RotationRule.Checks(Keys.Unrotated() with { Rotation = null }, description, Globs).Take(3).ShouldBe(
        [
            new("can rotate", CheckResult.Failed, Reason.Asymmetric, "RSA_2048, EXTERNAL"),
            new("can rotate", CheckResult.Failed, Reason.ImportedMaterial, "RSA_2048, EXTERNAL"),
            new("rotates often enough", CheckResult.NotAsked, null, "not asked"),
        ]);
    }

    [Fact]
    public void Two_obstacles_of_one_name_are_one() =>
        RotationEligibility.Obstacles(Keys.Description(KeyState.Enabled) with { Spec = "NEW", Origin = "NEW" }).ShouldBe([Reason.UnsupportedSpec]);

    [Fact]
    public void KMSs_own_material_in_a_custom_key_store_does_not_rotate() =>
        RotationEligibility.Obstacles(Keys.Description(KeyState.Enabled) with { CustomKeyStoreId = "cks-1" }).ShouldBe([Reason.CustomKeyStore]);

    [Theory]
    [InlineData("RSAX", "unsupported-spec")]
    [InlineData("HMAC", "unsupported-spec")]
    [InlineData("X_RSA_2048", "unsupported-spec")]
    [InlineData("ML_KEM_768", "asymmetric")]
    [InlineData("ML_DSA_44", "asymmetric")]
    [InlineData("ML_NEW_1", "unsupported-spec")]
    public void A_spec_is_known_by_how_it_begins(string spec, string obstacle) =>
        RotationEligibility.Obstacles(Keys.Description(KeyState.Enabled) with { Spec = spec }).ShouldBe([obstacle]);

    public static TheoryData<RuleMode, bool, RotationStatus?, bool, KeyRead?> Reads => new()
    {
        { RuleMode.Off, false, null, false, null },
        { RuleMode.DryRun, false, null, false, KeyRead.Rotation },
        { RuleMode.Enforce, false, null, false, KeyRead.Rotation },
        { RuleMode.Enforce, false, new(false), false, KeyRead.Tags },
        { RuleMode.Enforce, false, TooLong, false, KeyRead.Tags },
        { RuleMode.Enforce, false, new(true, 365), false, null },
        { RuleMode.Enforce, false, new(false), true, null },
        { RuleMode.Enforce, true, new(false), false, null },
    };

    [Theory]
    [MemberData(nameof(Reads))]
    public void Tags_are_read_only_for_a_change_that_no_alias_forbids(RuleMode mode, bool tags, RotationStatus? status, bool exempt, KeyRead? next)
    {
        var key = Keys.Unrotated() with
        {
            Rotation = status is null ? null : Reading.Of(status),
            Tags = tags ? Keys.Tags() : null,
            Aliases = Keys.Aliases(exempt ? "alias/prod" : "alias/dev"),
        };

        KeyEvaluator.NextRead(key, Globs with { Rotation = mode }, Keys.Now).ShouldBe(next);
    }

    [Theory]
    [InlineData("RSA_2048")]
    [InlineData("HMAC_256")]
    public void Of_a_key_that_cannot_rotate_nothing_is_read(string spec) => KeyEvaluator.NextRead(
        Keys.Unrotated() with { Description = Reading.Of(Keys.Description(KeyState.Enabled) with { Spec = spec }), Rotation = null }, Globs, Keys.Now).ShouldBeNull();

    [Fact]
    public void A_status_that_could_not_be_read_ends_the_reading() => KeyEvaluator.NextRead(
        Keys.Unrotated() with { Rotation = Keys.Unread<RotationStatus>(FailureKind.Throttled), Tags = null }, Globs, Keys.Now).ShouldBeNull();

    private static Decision Decide(KeySnapshot key) => KeyEvaluator.Decide(key, Globs, Keys.Now);
}
