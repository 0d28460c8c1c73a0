using KmsGuard.Evaluate;
using KmsGuard.Remediate;

namespace KmsGuard.Report;

/// <summary>The controls that a sweep is evidence for, judged by its ledger.</summary>
/// <remarks>What they ask: Trend Micro Conformity's rules KMS-002 and KMS-003; CIS AWS Foundations Benchmark 3.0.0 to 5.0.0;
/// AWS: "Security Hub CSPM controls for AWS KMS", which relates KMS.3 and KMS.4 to NIST SP 800-53 revision 5, SC-12.</remarks>
public static class Controls
{
    /// <summary>Judges them, in their order.</summary>
    public static IReadOnlyList<Control> Of(SweepReport report)
    {
        var rotation = Judge(report, KeyStanding.Rotation, RotationNote(report));
        var kept = Judge(report, KeyStanding.Kept, DeletionNote(report));
        var unused = Judge(report, KeyStanding.InUse, UnusedNote(report));
        var both = Judge(
            report,
            key => KeyStanding.Worse(KeyStanding.Rotation(key), KeyStanding.Kept(key)),
            "Judged by KMS.3 and KMS.4, as Security Hub relates them to it: evidence for a part of it only.");
        return
        [
            rotation("Conformity", "KMS-002", "Key rotation is enabled"),
            unused("Conformity", "KMS-003", "There are no unused (disabled) customer managed keys"),
            rotation("CIS AWS Foundations", "3.6", "Rotation of customer-created symmetric keys is enabled"),
            new(
                "CIS AWS Foundations", "4.7", "Disabling and scheduled deletion of keys is monitored", Standing.NotAssessed, 0, 0, 0, 0,
                "Not assessed here: a sweep reads keys, not monitoring. The evidence is KmsGuard's alert rule in EventBridge with a trail "
                + "that is logging, or the metric filter and alarm of infra/cis-4.7.yaml, each with a topic that somebody reads."),
            kept("Security Hub", "KMS.3", "Keys are not scheduled for deletion unintentionally"),
            rotation("Security Hub", "KMS.4", "Key rotation is enabled"),
            both("NIST SP 800-53 r5", "SC-12", "Cryptographic key establishment and management"),
        ];
    }

    private static Func<string, string, string, Control> Judge(SweepReport report, Func<KeyReport, Standing> stand, string note)
    {
        var count = report.Keys.CountBy(stand).ToDictionary();
        var (passed, failed, unknown) = (Count(Standing.Pass), Count(Standing.Fail), Count(Standing.Unknown));
        var status = failed > 0 ? Standing.Fail
            : unknown > 0 || Unseen(report) ? Standing.Unknown
            : passed > 0 ? Standing.Pass
            : Standing.NotApplicable;
        var unseen = status == Standing.Unknown && Unseen(report) ? "Not every key was listed: those that were not cannot have passed. " : "";
        return (framework, id, title) => new(framework, id, title, status, passed, failed, unknown, Count(Standing.NotApplicable), unseen + note);

        int Count(Standing standing) => count.GetValueOrDefault(standing);
    }

    // Keys that nobody listed cannot have passed.
    private static bool Unseen(SweepReport report) =>
        report.Regions.Any(region => region.Status is RegionStatus.Failed or RegionStatus.Incomplete || !region.AddsUp);

    private static string RotationNote(SweepReport report)
    {
        var failing = report.Keys.Where(key => KeyStanding.Rotation(key) == Standing.Fail).ToList();
        var slow = report.Keys.Count(key => key is { Rotates: true, Outcome: not Outcome.Changed } && key.Reasons.Contains(Reason.RotationPeriodTooLong));
        return Sentence(
            "Asked of enabled symmetric keys whose material AWS KMS made; not of asymmetric and HMAC keys, imported material, custom key stores and replicas",
            Part(failing.Count(key => key.Outcome == Outcome.Exempt), "of those that fail is exempt", "of those that fail are exempt"),
            Part(slow, "rotates, but less often than these settings ask", "rotate, but less often than these settings ask"));
    }

    private static string DeletionNote(SweepReport report) => Sentence(
        "Asked of every customer managed key, whoever scheduled it",
        Part(
            report.Keys.Count(key => key is { Outcome: Outcome.Changed, Action: nameof(KeyAction.ScheduleKeyDeletion) }),
            "was scheduled by this run, on the evidence in its row", "were scheduled by this run, on the evidence in their rows"));

    private static string UnusedNote(SweepReport report)
    {
        var disabled = report.Keys.Where(key => KeyStanding.InUse(key) == Standing.Fail).ToList();
        return Sentence(
            "Fails for every disabled key, also one that is kept for a reason",
            Part(disabled.Count(key => key.Outcome == Outcome.Exempt), "of them is exempt", "of them are exempt"),
            Part(disabled.Count(key => key.Outcome == Outcome.Held), "is held back from deletion", "are held back from deletion"));
    }

    private static string Part(int count, string one, string several) => count == 0 ? "" : $"{count} {(count == 1 ? one : several)}";

    private static string Sentence(params IEnumerable<string> parts) => string.Join("; ", parts.Where(part => part.Length > 0)) + ".";
}
