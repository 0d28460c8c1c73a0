using KmsGuard.Detect;
using KmsGuard.Evaluate;
using KmsGuard.Report;

namespace KmsGuard.Tests.Report;

public sealed class ControlsTests
{
    private static readonly KeyReport Rotating = Runs.Compliant(1) with { Rotates = true };

    private static readonly KeyReport Standstill = Runs.Key(2, Outcome.Planned, KeyState.Enabled, "rotation", "EnableKeyRotation", "", Reason.RotationOff) with { Rotates = false };

    /// <summary>A key, and how it stands: rotation, kept, in use.</summary>
    public static TheoryData<string, KeyReport, Standing, Standing, Standing> Cases => new()
    {
        { "rotates", Rotating, Standing.Pass, Standing.Pass, Standing.Pass },
        { "rotates too seldom", Rotating with { Outcome = Outcome.Planned, Reasons = [Reason.RotationPeriodTooLong] }, Standing.Pass, Standing.Pass, Standing.Pass },
        { "planned", Standstill, Standing.Fail, Standing.Pass, Standing.Pass },
        { "exempt", Standstill with { Outcome = Outcome.Exempt, Reasons = [Reason.ExemptTag] }, Standing.Fail, Standing.Pass, Standing.Pass },
        { "failed", Standstill with { Outcome = Outcome.Failed }, Standing.Fail, Standing.Pass, Standing.Pass },
        { "asymmetric", Runs.Key(3, Outcome.Ineligible, KeyState.Enabled, "rotation", null, "", Reason.Asymmetric), Standing.NotApplicable, Standing.Pass, Standing.Pass },
        { "rule off", Runs.Key(3, Outcome.Ineligible, KeyState.Enabled, null, null, "", Reason.Of(KeyState.Enabled)), Standing.Unknown, Standing.Pass, Standing.Pass },
        { "status unread", Runs.Key(3, Outcome.Unreadable, KeyState.Enabled, "rotation", null, "", Reason.AccessDenied), Standing.Unknown, Standing.Pass, Standing.Pass },
        { "unread", Runs.Unreadable(4), Standing.Unknown, Standing.Unknown, Standing.Unknown },
        { "gone meanwhile", Runs.Unreadable(4) with { Outcome = Outcome.Ineligible }, Standing.NotApplicable, Standing.NotApplicable, Standing.NotApplicable },
        { "held", Runs.Held(5, Reason.HasGrants), Standing.NotApplicable, Standing.Pass, Standing.Fail },
        { "disabled, exempt", Runs.Held(5) with { Outcome = Outcome.Exempt }, Standing.NotApplicable, Standing.Pass, Standing.Fail },
        { "disabled, unread", Runs.Held(5) with { Outcome = Outcome.Unreadable }, Standing.NotApplicable, Standing.Pass, Standing.Fail },
        { "pending", Runs.Doomed(6, 30), Standing.NotApplicable, Standing.Fail, Standing.Pass },
        { "pending by this run", Runs.Doomed(6, 30, Outcome.Changed), Standing.NotApplicable, Standing.Fail, Standing.Pass },
        { "waits for replicas", Runs.Waiting(7), Standing.NotApplicable, Standing.Fail, Standing.Pass },
        { "a state of tomorrow", Runs.Key(8, Outcome.Ineligible, KeyState.Unknown), Standing.Unknown, Standing.Unknown, Standing.Unknown },
        { "AWS's", Runs.Key(9, Outcome.AwsManaged, null), Standing.NotApplicable, Standing.NotApplicable, Standing.NotApplicable },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_key_stands_as_it_is_after_the_run(string what, KeyReport key, Standing rotation, Standing kept, Standing inUse)
    {
        KeyStanding.Rotation(key).ShouldBe(rotation, what);
        KeyStanding.Kept(key).ShouldBe(kept, what);
        KeyStanding.InUse(key).ShouldBe(inUse, what);
    }

    [Fact]
    public void The_decisions_of_a_sweep_carry_what_the_controls_ask()
    {
        Rotates(Keys.Unrotated(), Outcome.Planned).ShouldBe(false);
        Rotates(Keys.Unrotated(), Outcome.Changed).ShouldBe(true);
        Rotates(Keys.Unrotated(), Outcome.Failed).ShouldBe(false);
        Rotates(Keys.Unrotated() with { Tags = Keys.Tags((KeyTags.Exempt, "legal")) }, Outcome.Exempt).ShouldBe(false);
        Rotates(Keys.Unused(), Outcome.Planned).ShouldBeNull();

        static bool? Rotates(KeySnapshot key, Outcome outcome) =>
            KeyReport.Of(KeyEvaluator.Decide(key, Keys.Enforcing, Keys.Now) with { Outcome = outcome }, Keys.Now).Rotates;
    }

    [Fact]
    public void Since_when_a_key_is_disabled_is_told_where_it_is_proven()
    {
        Since(Keys.Unused()).ShouldBe(Keys.Now.AddDays(-100));
        Since(Keys.Unused() with { Tags = Keys.Tags() }).ShouldBeNull();
        Since(Keys.Unused() with { Tags = Keys.Tags((KeyTags.DisabledSince, DisabledSince.ToTag(Keys.Now.AddDays(1)))) }).ShouldBeNull();
        Since(Keys.Unused() with { LastUsage = Reading.Of(new LastUsage(Keys.Now.AddDays(-40))) }).ShouldBe(Keys.Now.AddDays(-40));
        Since(Keys.Unrotated()).ShouldBeNull();

        static DateTimeOffset? Since(KeySnapshot key) => KeyReport.Of(KeyEvaluator.Decide(key, Keys.Enforcing, Keys.Now), Keys.Now).DisabledSince;
    }

    [Fact]
    public void Each_control_counts_every_key_once_and_fails_where_one_does()
    {
        var controls = Controls.Of(Runs.Of(Rotating, Standstill, Runs.Held(5), Runs.Doomed(6, 30), Runs.Key(9, Outcome.AwsManaged, null)));

        controls.Select(control => $"{control.Id} {KebabCase.Of(control.Status)} {control.Passed}/{control.Failed}/{control.Unknown}/{control.NotApplicable}").ShouldBe(
        [
            "KMS-002 fail 1/1/0/3", "KMS-003 fail 3/1/0/1", "3.6 fail 1/1/0/3", "4.7 not-assessed 0/0/0/0",
            "KMS.3 fail 3/1/0/1", "KMS.4 fail 1/1/0/3", "SC-12 fail 2/2/0/1",
        ]);
    }

    [Fact]
    public void A_control_passes_only_where_everything_was_read()
    {
        Status(Runs.Of(Rotating)).ShouldBe(Standing.Pass);
        Status(Runs.Of(Rotating, Runs.Unreadable(4))).ShouldBe(Standing.Unknown);
        Status(Runs.In([Runs.Region("eu-west-1", keys: Rotating), Runs.Region("us-east-1", RegionStatus.Failed)], [Rotating])).ShouldBe(Standing.Unknown);
        Status(Runs.In([Runs.Region("eu-west-1", keys: Rotating), Runs.Region("us-east-1", RegionStatus.NotEnabled)], [Rotating])).ShouldBe(Standing.Pass);
        Status(Runs.Of()).ShouldBe(Standing.NotApplicable);

        static Standing Status(SweepReport report) => Controls.Of(report).Single(control => control.Id == "KMS.4").Status;
    }

    [Fact]
    public void A_note_says_what_an_auditor_would_ask_next()
    {
        var controls = Controls.Of(Runs.Of(
            Standstill with { Outcome = Outcome.Exempt, Reasons = [Reason.ExemptTag] },
            Rotating with { Outcome = Outcome.Planned, Reasons = [Reason.RotationPeriodTooLong] },
            Runs.Doomed(6, 30, Outcome.Changed),
            Runs.Held(7)));

        controls.Single(control => control.Id == "KMS.4").Note.ShouldEndWith("; 1 of those that fail is exempt; 1 rotates, but less often than these settings ask.");
        controls.Single(control => control.Id == "KMS.3").Note.ShouldContain("1 was scheduled by this run");
        controls.Single(control => control.Id == "KMS-003").Note.ShouldContain("1 is held back from deletion");
        controls.Single(control => control.Id == "4.7").Note.ShouldContain("infra/cis-4.7.yaml");
    }
}
