using System.Text.Json;
using System.Text.Json.Nodes;
using KmsGuard.Detect;
using KmsGuard.Evaluate;
using KmsGuard.Report;
using KmsGuard.Testing;

namespace KmsGuard.Tests.Report;

public sealed class SweepNoticeTests
{
    private static readonly Dictionary<string, Func<SweepReport>> Nights = new()
    {
        ["eventful"] = Runs.Eventful,
        ["quiet"] = Runs.Quiet,
        ["nothing"] = () => Runs.Of(Runs.Compliant(1)),
        ["planned"] = () => Runs.Of(Runs.PlannedDeletion(1), Runs.Held(2, Reason.NotMarked)) with { Rotation = RuleMode.DryRun, Deletion = RuleMode.DryRun },
    };

    public static TheoryData<string, MessageFormat> Snapshots()
    {
        var snapshots = new TheoryData<string, MessageFormat>();
        foreach (var (night, format) in Nights.Keys.SelectMany(night => Enum.GetValues<MessageFormat>().Select(format => (night, format))))
        {
            snapshots.Add(night, format);
        }

        return snapshots;
    }

    [Theory]
    [MemberData(nameof(Snapshots))]
    public void A_notice_of_a_run_reads_as_its_snapshot(string night, MessageFormat format)
    {
        var notice = SweepNotice.Write(Nights[night](), format);

        NoticeRules.Check(notice, format);
        SnapshotTests.Show(notice, format).ShouldMatch(SourceTree.PathTo(
            "test", "KmsGuard.Tests", "Report", "Snapshots", "Sweeps", $"{night}.{KebabCase.Of(format)}.txt"));
    }

    [Theory]
    [InlineData(MessageFormat.Text)]
    [InlineData(MessageFormat.Json)]
    [InlineData(MessageFormat.Chat)]
    public void Fifty_Regions_of_the_worst_kind_still_fit_and_begin_with_the_last_chance(MessageFormat format)
    {
        var notice = SweepNotice.Write(Runs.Huge(), format);

        NoticeRules.Check(notice, format);
        notice.Subject.ShouldStartWith("[HIGH] KmsGuard sweep: 2500 keys to be deleted within 7 days, 50 Regions failed");
        if (format == MessageFormat.Text)
        {
            notice.Body.Split('\n').Length.ShouldBeLessThan(700);
            notice.Body.ShouldContain("LAST CHANCE, pending deletion with 7 days or less: 2500 keys");
        }
    }

    [Fact]
    public void A_message_for_machines_keeps_the_keys_that_are_about_to_be_lost_when_not_all_fit()
    {
        var report = Runs.Huge();

        var message = JsonSerializer.Deserialize(SweepNotice.Write(report, MessageFormat.Json).Body, ReportJson.Default.SweepReport)!;

        message.Keys.ShouldNotBeEmpty();
        message.Keys.Count.ShouldBeLessThan(report.Keys.Count);
        message.Keys.ShouldAllBe(key => key.DaysLeft <= 7);
        message.Totals.Listed.ShouldBe(report.Totals.Listed);
    }

    [Fact]
    public void So_many_Regions_that_not_all_fit_leave_those_that_failed_in_the_message()
    {
        var regions = Enumerable.Range(0, 2_000).Select(i => Runs.Region($"xx-north-{i}", i == 1_999 ? RegionStatus.Failed : RegionStatus.Complete)).ToList();

        var notice = SweepNotice.Write(Runs.In(regions, [Runs.Rotated(1)]), MessageFormat.Json);

        NoticeRules.Check(notice, MessageFormat.Json);
        JsonNode.Parse(notice.Body)!["regions"]!.AsArray()[0]!["status"]!.GetValue<string>().ShouldBe("failed");
    }

    public static TheoryData<string, KeyReport[], string, string> Severities => new()
    {
        { "nothing", [Runs.Compliant(1)], "[INFO]", "nothing changed, and nothing is due" },
        { "rotation", [Runs.Rotated(1)], "[INFO]", "rotation set on 1 key" },
        { "planned", [Runs.PlannedDeletion(1)], "[INFO]", "1 change planned" },
        { "pending", [Runs.Doomed(1, (24 * 7) + 1)], "[INFO]", "1 key pending deletion" },
        { "waiting", [Runs.Waiting(1)], "[INFO]", "1 key pending deletion" },
        { "deletion", [Runs.Doomed(1, 24 * 30, Outcome.Changed)], "[MEDIUM]", "1 deletion scheduled" },
        { "two deletions", [Runs.Doomed(1, 24 * 30, Outcome.Changed), Runs.Doomed(2, 24 * 8)], "[MEDIUM]", "1 deletion scheduled, 1 more key pending deletion" },
        { "last chance", [Runs.Doomed(1, 24 * 7)], "[HIGH]", "1 key to be deleted within 7 days" },
        { "shortest window", [Runs.Doomed(1, 24 * 7, Outcome.Changed)], "[HIGH]", "1 key to be deleted within 7 days, 1 deletion scheduled" },
        { "failed", [Runs.Failed(1), Runs.Rotated(2)], "[HIGH]", "1 key failed, rotation set on 1 key" },
        { "unreadable", [Runs.Unreadable(1)], "[HIGH]", "1 key unreadable" },
        { "breaker", [Runs.Held(1, Reason.BreakerOpen)], "[HIGH]", "1 due deletion stopped by the breaker" },
    };

    [Theory]
    [MemberData(nameof(Severities))]
    public void The_subject_says_how_loud_and_the_most_important_first(string night, KeyReport[] keys, string severity, string subject)
    {
        var notice = SweepNotice.Write(Runs.Of(keys), MessageFormat.Text);

        notice.Subject.ShouldBe($"{severity} KmsGuard sweep: {subject}", night);
        notice.Attributes["severity"].ShouldBe(severity.Trim('[', ']'));
    }

    [Fact]
    public void A_subject_loses_whole_parts_and_never_half_of_one() =>
        SweepNotice.Write(Runs.Eventful(), MessageFormat.Text).Subject.ShouldBe(
            "[HIGH] KmsGuard sweep: 2 keys to be deleted within 7 days, 1 Region failed, 1 key failed");

    [Fact]
    public void A_Region_that_is_not_finished_is_worth_a_look_and_no_alarm()
    {
        var report = Runs.In([Runs.Region("eu-west-1", RegionStatus.Incomplete)], []);

        SweepNotice.IsDue(report).ShouldBeTrue();
        var notice = SweepNotice.Write(report, MessageFormat.Text);
        notice.Subject.ShouldBe("[MEDIUM] KmsGuard sweep: 1 Region not finished");
        notice.Body.ShouldContain("the run goes on from there, and a following slice tells the rest");
    }

    public static TheoryData<KeyReport, bool> Nightly => new()
    {
        { Runs.Compliant(1), false },
        { Runs.Held(1, Reason.Quarantine), false },
        { Runs.Key(1, Outcome.Exempt, reasons: Reason.ExemptTag), false },
        { Runs.Key(1, Outcome.Ineligible, KeyState.Enabled, reasons: Reason.Hmac), false },
        { Runs.Rotated(1), true },
        { Runs.PlannedDeletion(1), true },
        { Runs.Failed(1), true },
        { Runs.Unreadable(1), true },
        { Runs.Held(1, Reason.BreakerOpen), true },
        { Runs.Doomed(1, 24 * 29), true },
        { Runs.Doomed(1, -1), true },
        { Runs.Waiting(1), true },
    };

    [Theory]
    [MemberData(nameof(Nightly))]
    public void A_message_is_sent_when_there_is_something_to_tell_or_when_that_is_asked_for(KeyReport key, bool due)
    {
        SweepNotice.IsDue(Runs.Of(key)).ShouldBe(due);
        SweepNotice.IsDue(Runs.Of(key), NoticeMode.Always).ShouldBeTrue();
        SweepNotice.IsDue(Runs.Of(key), NoticeMode.None).ShouldBeFalse();
    }

    [Fact]
    public void The_countdown_goes_from_the_soonest_to_the_latest_each_with_what_keeps_the_key()
    {
        var lines = Lines(Runs.Doomed(1, 24 * 20), Runs.Doomed(2, 24 * 6.5), Runs.Doomed(3, 30), Runs.Doomed(4, 24 * 9));

        lines.Where(line => line.StartsWith("    kmsguard rollback ", StringComparison.Ordinal)).ShouldBe(
            new[] { 3, 2, 4, 1 }.Select(number => $"    kmsguard rollback {Runs.ArnOf(number)}"));
        lines.Where(line => line.Contains(" left, on ", StringComparison.Ordinal)).Select(line => line.Split("UTC")[0] + "UTC").ShouldBe(
            ["  2 days left, on 2026-11-23 09:00 UTC", "  7 days left, on 2026-11-28 15:00 UTC", "  9 days left, on 2026-12-01 03:00 UTC", "  20 days left, on 2026-12-12 03:00 UTC"]);
    }

    [Fact]
    public void A_key_that_waits_for_its_replicas_gets_no_date_from_us()
    {
        var body = string.Join('\n', Lines(Runs.Waiting(1)));

        body.ShouldContain($"  waits for its replicas, then 30 days\n    kmsguard rollback {Runs.ArnOf(1)}");
        body.ShouldNotContain("LAST CHANCE");
        body.ShouldNotContain("days left");
    }

    [Fact]
    public void Held_keys_are_counted_by_reason_the_most_important_first_and_under_each_of_their_reasons()
    {
        var lines = Lines(
            Runs.Held(1, Reason.Quarantine, Reason.HasGrants), Runs.Held(2, Reason.NotMarked), Runs.Held(3, Reason.Quarantine),
            Runs.Held(4, Reason.Quarantine), Runs.Held(5, Reason.HoldTag), Runs.Held(6, "new-reason"));

        lines.ShouldContain("Held back from deletion: 6 keys");
        lines.SkipWhile(line => !line.StartsWith("Held", StringComparison.Ordinal)).TakeWhile(line => line.Length > 0)
            .Where(line => line.StartsWith("  ", StringComparison.Ordinal) && char.IsDigit(line[2])).Select(line => line.Split(':')[0]).ShouldBe(
            ["  1 hold-tag", "  1 has-grants", "  3 quarantine", "  1 not-marked", "  1 new-reason"]);
        lines.ShouldContain("      and 1 more");
    }

    [Fact]
    public void Nothing_that_somebody_wrote_breaks_out_of_its_line()
    {
        var hostile = Runs.Failed(1) with { Detail = "no\r\n\r\nPending deletion, later: 0 keys\u202e\n" };

        var lines = Lines(hostile);

        lines.ShouldContain("    rotation-off, access-denied -> EnableKeyRotation: no Pending deletion, later: 0 keys");
    }

    private static string[] Lines(params KeyReport[] keys) => SweepNotice.Write(Runs.Of(keys), MessageFormat.Text).Body.Split('\n');
}
