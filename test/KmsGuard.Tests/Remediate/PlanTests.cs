using KmsGuard.Detect;
using KmsGuard.Evaluate;
using KmsGuard.Remediate;
using KmsGuard.Report;

namespace KmsGuard.Tests.Remediate;

/// <summary>What a plan says of the dry run that it was made of.</summary>
public sealed class PlanTests
{
    private static readonly SweepOptions Dry = new()
    {
        Rotation = RuleMode.DryRun,
        Deletion = RuleMode.DryRun,
        RotationPeriodDays = 180,
        WindowDays = 21,
        DisabledDays = 40,
        IdleDays = 50,
        MaxDeletions = 6,
        ExemptAliases = [Glob.ForAlias("prod-*"), Glob.ForAlias("alias/keep")],
    };

    [Fact]
    public void Its_head_says_when_where_and_by_whom_it_was_made()
    {
        var plan = Of(Report([]) with { StartedAt = Keys.Now.AddMilliseconds(999) });

        (plan.Format, plan.Account, plan.Caller, plan.RunId).ShouldBe((1, "111122223333", "arn:aws:iam::111122223333:user/ann", "the-run"));
        (plan.Created, plan.Expires).ShouldBe((Keys.Now, Keys.Now.AddHours(24)));
        plan.Tool.ShouldMatch(@"^[0-9]+\.[0-9]+\.[0-9]+");
        plan.Digest.ShouldMatch(@"^sha256:[0-9a-f]{64}\z");
    }

    [Fact]
    public void Its_settings_are_those_of_the_dry_run_and_make_the_same_options_again()
    {
        var settings = Of(Report([])).Settings;

        (settings.Rotation, settings.Deletion, settings.RotationPeriodDays, settings.WindowDays).ShouldBe((RuleMode.DryRun, RuleMode.DryRun, 180, 21));
        (settings.DisabledDays, settings.IdleDays, settings.MaxDeletions).ShouldBe((40, 50, 6));
        settings.ExemptAliases.ShouldBe(["alias/prod-*", "alias/keep"]);
        var again = settings.ToOptions(RuleMode.DryRun);
        again.ExemptAliases.ShouldBe(Dry.ExemptAliases);
        (again with { ExemptAliases = [] }).ShouldBe(Dry with { ExemptAliases = [] });
    }

    [Theory]
    [InlineData(RuleMode.DryRun, RuleMode.DryRun, RuleMode.Enforce, RuleMode.Enforce)]
    [InlineData(RuleMode.Off, RuleMode.DryRun, RuleMode.Off, RuleMode.Enforce)]
    [InlineData(RuleMode.DryRun, RuleMode.Off, RuleMode.Enforce, RuleMode.Off)]
    public void Applied_its_rules_enforce_but_for_those_that_are_off(RuleMode rotation, RuleMode deletion, RuleMode rotates, RuleMode deletes)
    {
        var options = PlanSettings.Of(Dry with { Rotation = rotation, Deletion = deletion }).ToOptions(RuleMode.Enforce);

        (options.Rotation, options.Deletion).ShouldBe((rotates, deletes));
    }

    public static TheoryData<Outcome, string?, bool> Keyed
    {
        get
        {
            var keyed = new TheoryData<Outcome, string?, bool>();
            foreach (var outcome in Enum.GetValues<Outcome>())
            {
                keyed.Add(outcome, "EnableKeyRotation", outcome is Outcome.Planned or Outcome.Held);
                keyed.Add(outcome, null, false);
            }

            return keyed;
        }
    }

    [Theory]
    [MemberData(nameof(Keyed))]
    public void A_key_is_in_it_when_something_is_to_be_done_with_it(Outcome outcome, string? action, bool planned) =>
        Of(Report([Key(1, action, outcome)])).Keys.Count.ShouldBe(planned ? 1 : 0);

    [Fact]
    public void Its_keys_are_in_the_order_of_their_ARNs_with_what_is_to_be_done()
    {
        var plan = Of(Report([Key(3, "TagResource", Outcome.Held), Key(1, "EnableKeyRotation"), Key(2, "ScheduleKeyDeletion")]));

        plan.Keys.Select(key => (key.Arn.KeyId[7], key.Rule, key.Action)).ShouldBe(
        [
            ('1', "rotation", new PlannedAction("EnableKeyRotation") { RotationPeriodDays = 180 }),
            ('2', "deletion", new PlannedAction("ScheduleKeyDeletion") { WindowDays = 21 }),
            ('3', "deletion", new PlannedAction("TagResource") { Tag = "kmsguard:disabled-since" }),
        ]);
        plan.Keys.Select(key => key.Action.Rule).ShouldBe(plan.Keys.Select(key => key.Rule));
    }

    [Fact]
    public void Text_from_outside_is_quoted_and_cut()
    {
        var key = Key(1, "EnableKeyRotation") with { Detail = "\e[2J" + new string('d', 5000) };
        var report = Report([key]);

        var plan = Of(report with
        {
            Warnings = ["\e[2J" + new string('w', 5000)],
            Regions = [report.Regions[0] with { Status = RegionStatus.Failed, Error = "\e[2J" + new string('e', 5000) }],
        });

        string[] texts = [plan.Keys[0].Detail, plan.Warnings[0], plan.Regions[0].Error!];
        texts.ShouldAllBe(text => !text.Contains('\e'));
        texts.Select(text => text.Length).ShouldBe([2000, 400, 400]);
    }

    [Fact]
    public void A_Region_without_an_error_and_a_key_without_aliases_have_none()
    {
        var plan = Of(Report([Key(1, "EnableKeyRotation"), Key(2, "EnableKeyRotation") with { Aliases = ["alias/a", "alias/b"] }]));

        plan.Regions.ShouldHaveSingleItem().Error.ShouldBeNull();
        plan.Keys.Select(key => string.Join(' ', key.Names)).ShouldBe(["", "alias/a alias/b"]);
    }

    private static Plan Of(SweepReport report) => Plan.Of(report, Dry, "111122223333", "arn:aws:iam::111122223333:user/ann");

    private static KeyReport Key(int number, string? action, Outcome outcome = Outcome.Planned) => new(
        (Keys.Arn with { KeyId = $"{number:x8}-12ab-34cd-56ef-1234567890ab" }).ToString(),
        KeyState.Enabled,
        outcome,
        action == "EnableKeyRotation" ? "rotation" : "deletion",
        action,
        ["some-reason"],
        "why");

    private static SweepReport Report(IReadOnlyList<KeyReport> keys) => SweepReport.Of(
        "the-run", Keys.Now, Keys.Now, Dry with { ExemptAliases = [] },
        [new() { Account = "111122223333", Region = "eu-west-1", Listed = keys.Count, Keys = keys }]);
}
