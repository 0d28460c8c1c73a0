using KmsGuard.Evaluate;
using KmsGuard.Report;
using KmsGuard.Settings;

namespace KmsGuard.Tests.Settings;

public sealed class GuardSettingsTests
{
    [Fact]
    public void Nothing_set_means_the_documented_defaults()
    {
        var settings = Read([], out var problems);

        problems.ShouldBeEmpty();
        settings.Sweep.ShouldSatisfyAllConditions(
            sweep => sweep.Rotation.ShouldBe(RuleMode.DryRun),
            sweep => sweep.Deletion.ShouldBe(RuleMode.DryRun),
            sweep => sweep.RotationPeriodDays.ShouldBe(365),
            sweep => sweep.WindowDays.ShouldBe(30),
            sweep => sweep.DisabledDays.ShouldBe(30),
            sweep => sweep.IdleDays.ShouldBe(90),
            sweep => sweep.MaxDeletions.ShouldBe(10));
        settings.QuotaShare.ShouldBe(50);
        settings.MessageFormat.ShouldBe(MessageFormat.Text);
        settings.Notice.ShouldBe(NoticeMode.Due);
        settings.Regions.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("WINDOW_DAYS", "5", "7 to 30")]
    [InlineData("WINDOW_DAYS", "31", "7 to 30")]
    [InlineData("WINDOW_DAYS", "seven", "7 to 30")]
    [InlineData("WINDOW_DAYS", "30.0", "7 to 30")]
    [InlineData("ROTATION_PERIOD_DAYS", "89", "90 to 2560")]
    [InlineData("ROTATION_PERIOD_DAYS", "2561", "90 to 2560")]
    [InlineData("DISABLED_DAYS", "-1", "0 to 3650")]
    [InlineData("IDLE_DAYS", "99999999999", "0 to 3650")]
    [InlineData("MAX_DELETIONS", "-1", "0 to")]
    [InlineData("QUOTA_SHARE", "0", "1 to 100")]
    [InlineData("QUOTA_SHARE", "101", "1 to 100")]
    [InlineData("ROTATION", "yes", "off, dry-run, enforce")]
    [InlineData("DELETION", "2", "off, dry-run, enforce")]
    [InlineData("MESSAGE_FORMAT", "xml", "text, json, chat")]
    [InlineData("NOTICE", "never", "due, always")]
    [InlineData("REGIONS", "eu-west-1,moon-1", "moon-1")]
    [InlineData("ACCOUNTS", "12345", "twelve digits")]
    [InlineData("TOPIC_ARN", "arn:aws:sqs:eu-west-1:111122223333:queue", "SNS topic")]
    [InlineData("TOPIC_ARN", "arn:aws:sns:moon-1:111122223333:topic", "SNS topic")]
    [InlineData("ROLE_NAME", "arn:aws:iam::111122223333:role/x", "name of an IAM role")]
    [InlineData("RESCUE", "always", "off, on-use, unapproved, both")]
    [InlineData("APPROVED_PRINCIPALS", "KeyAdmin", "arn:aws:iam::*:role/KeyAdmin")]
    [InlineData("APPROVED_PRINCIPALS", "arn:aws:iam::*:role/KeyAdmin,arn:aws:sts::111122223333:assumed-role/KeyAdmin/alice", "globs over the ARNs of IAM roles")]
    public void A_setting_out_of_range_is_refused_by_name(string name, string value, string wanted)
    {
        Read(new() { [name] = value }, out var problems);

        problems.ShouldContain(problem => problem.StartsWith($"KMSGUARD_{name} is ") && problem.Contains(wanted));
    }

    [Fact]
    public void Everything_that_is_wrong_is_named_at_once()
    {
        Read(new() { ["WINDOW_DAYS"] = "5", ["ROTATION"] = "maybe", ["REGIONS"] = "moon-1" }, out var problems);

        problems.Count.ShouldBe(3);
    }

    [Theory]
    [InlineData("enforce", RuleMode.Enforce)]
    [InlineData("Dry-Run", RuleMode.DryRun)]
    [InlineData(" off ", RuleMode.Off)]
    public void A_mode_is_read_whatever_its_case(string text, RuleMode mode) => Read(new() { ["DELETION"] = text }, out _).Sweep.Deletion.ShouldBe(mode);

    [Fact]
    public void Accounts_cannot_be_entered_without_a_role()
    {
        Read(new() { ["ACCOUNTS"] = "111122223333" }, out var problems);

        problems.ShouldHaveSingleItem().ShouldContain("KMSGUARD_ROLE_NAME");
    }

    [Theory]
    [InlineData("unapproved")]
    [InlineData("both")]
    public void Rescue_from_strangers_does_not_start_where_everybody_would_be_one(string mode)
    {
        Read(new() { ["RESCUE"] = mode, ["APPROVED_PRINCIPALS"] = " , " }, out var problems);

        problems[^1].ShouldBe(
            $"KMSGUARD_APPROVED_PRINCIPALS is ''; it must be set where KMSGUARD_RESCUE is {mode}: without, every scheduled deletion would be cancelled.");
    }

    [Theory]
    [InlineData("off", "", RescueMode.Off)]
    [InlineData("off", "arn:aws:iam::*:role/KeyAdmin", RescueMode.Off)]
    [InlineData("on-use", "", RescueMode.OnUse)]
    [InlineData("unapproved", "arn:aws:iam::*:role/KeyAdmin", RescueMode.Unapproved)]
    [InlineData("both", "*:role/KeyAdmin, arn:aws-cn:iam::111122223333:user/ann", RescueMode.Both)]
    public void Rescue_is_read_with_those_who_are_approved(string mode, string approved, RescueMode read)
    {
        var settings = Read(new() { ["RESCUE"] = mode, ["APPROVED_PRINCIPALS"] = approved }, out var problems);

        problems.ShouldBeEmpty();
        settings.Rescue.Mode.ShouldBe(read);
        settings.Rescue.ApprovedPrincipals.Select(glob => glob.Pattern).ShouldBe(approved.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void A_hostile_value_is_shown_on_one_line()
    {
        Read(new() { ["ROTATION"] = "x\r\nfake log line \u202e" }, out var problems);

        problems.ShouldHaveSingleItem().ShouldNotContain("\n");
    }

    private static GuardSettings Read(Dictionary<string, string> values, out IReadOnlyList<string> problems) => GuardSettings.Read(
        values.GetValueOrDefault, name => $"KMSGUARD_{name}", region => region.StartsWith("eu-", StringComparison.Ordinal), out problems);
}
