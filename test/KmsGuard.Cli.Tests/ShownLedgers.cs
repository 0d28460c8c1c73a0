using KmsGuard.Detect;
using KmsGuard.Evaluate;
using KmsGuard.Remediate;
using KmsGuard.Report;

namespace KmsGuard.Cli.Tests;

/// <summary>Sweeps to be shown.</summary>
internal static class ShownLedgers
{
    private const string Account = "111122223333";
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 3, 0, 0, TimeSpan.Zero);

    // What an attacker would write, and what a careless colleague does.
    private const string Hostile = "alias/[red]<script>alert(1)</script>\u001b[31m\u0007\u202e=HYPERLINK(\"x\")";

    public static KeyReport Held(int number, string region, string[]? aliases, params string[] reasons) => Key(
        number, region, aliases, Outcome.Held, KeyState.Disabled, Decision.DeletionRule, null,
        "disabled since 2026-11-01T08:00:00Z by its mark: 20 of 30 days; idle for 200 of 90 days", reasons);

    /// <summary>One of each, in three Regions.</summary>
    public static SweepReport OneAccount()
    {
        List<KeyReport> keys =
        [
            Key(1, "eu-west-1", ["alias/orders"], Outcome.Changed, KeyState.Enabled, Decision.RotationRule, nameof(KeyAction.EnableKeyRotation), "rotation is off", Reason.RotationOff),
            Key(2, "us-east-1", null, Outcome.Changed, KeyState.PendingDeletion, Decision.DeletionRule, nameof(KeyAction.ScheduleKeyDeletion),
                "deleted on 2026-12-22T03:00:00Z; disabled since 2026-09-01T08:00:00Z by its mark: 81 of 30 days; idle for 200 of 90 days; no grants"),
            Key(3, "eu-west-1", ["alias/billing", "alias/billing-2025", "alias/billing-and-whatever-else-there-was-in-the-old-account"], Outcome.Failed, KeyState.Enabled,
                Decision.RotationRule, nameof(KeyAction.EnableKeyRotation), "EnableKeyRotation: AccessDeniedException: with an explicit deny in a service control policy; rotation is off", Reason.RotationOff, Reason.AccessDenied),
            Key(4, "us-east-1", null, Outcome.Unreadable, null, null, null, "DescribeKey: AccessDeniedException: User is not authorized to perform: kms:DescribeKey", Reason.AccessDenied),
            Held(5, "ap-southeast-1", [Hostile], Reason.Quarantine, Reason.HasGrants),
            Held(6, "ap-southeast-1", ["alias/old-reports"], Reason.HoldTag),
            Key(7, "us-east-1", ["alias/tf-state-prod"], Outcome.Exempt, KeyState.Enabled, Decision.RotationRule, null, "alias/tf-state-prod matches tf-state-*", Reason.ExemptAlias),
            Key(8, "us-east-1", ["alias/signing"], Outcome.Ineligible, KeyState.Enabled, Decision.RotationRule, null, "RSA_2048", Reason.Asymmetric),
            Key(9, "us-east-1", ["alias/retired"], Outcome.Ineligible, KeyState.PendingDeletion, null, null, "deleted on 2026-12-01T00:00:00Z, in 9 days", Reason.Of(KeyState.PendingDeletion)),
            Key(10, "us-east-1", ["alias/web"], Outcome.Compliant, KeyState.Enabled, Decision.RotationRule, null, "rotates every 365 days", Reason.Rotates),
            Key(11, "us-east-1", ["alias/aws/s3"], Outcome.AwsManaged, KeyState.Enabled, null, null, ""),
        ];
        return Of(
            [
                .. Regions(keys),
                Region(Account, "me-south-1", [], new(FailureKind.UnknownCredentials, "ListKeys", "UnrecognizedClientException", "no")),
                Region(Account, "us-west-2", [], new(FailureKind.AccessDenied, "ListKeys", "AccessDeniedException", "explicit deny in a service control policy")),
            ],
            [Glob.ForAlias("typo-*")]);
    }

    /// <summary>Two accounts.</summary>
    public static SweepReport Organization()
    {
        var own = Held(1, "eu-west-1", ["alias/old-reports"], Reason.Quarantine);
        var other = own with { Arn = own.Arn.Replace(Account, "444455556666", StringComparison.Ordinal), Outcome = Outcome.Planned, Action = nameof(KeyAction.ScheduleKeyDeletion), Reasons = [] };
        return Of([Region(Account, "eu-west-1", [own]), Region("444455556666", "eu-west-1", [other])], []);
    }

    /// <summary>The ledger of these keys.</summary>
    public static SweepReport Of(IReadOnlyList<KeyReport> keys) => Of([.. Regions(keys)], []);

    private static SweepReport Of(IReadOnlyList<RegionResult> regions, IReadOnlyList<Glob> exempt) => SweepReport.Of(
        "20261122T030000Z-1234abcd", Now, Now.AddSeconds(95),
        new() { Rotation = RuleMode.Enforce, Deletion = RuleMode.Enforce, ExemptAliases = exempt },
        regions);

    private static KeyReport Key(
        int number, string region, string[]? aliases, Outcome outcome, KeyState? state, string? rule, string? action, string detail, params string[] reasons) =>
        new($"arn:aws:kms:{region}:{Account}:key/{number:x8}-12ab-34cd-56ef-1234567890ab", state, outcome, rule, action, reasons, detail) { Aliases = aliases };

    private static IEnumerable<RegionResult> Regions(IReadOnlyList<KeyReport> keys) =>
        keys.GroupBy(key => KeyArn.Parse(key.Arn).Region).Select(region => Region(Account, region.Key, [.. region]));

    private static RegionResult Region(string account, string region, IReadOnlyList<KeyReport> keys, Failure? failure = null) => new()
    {
        Account = account,
        Region = region,
        Failure = failure,
        Listed = keys.Count,
        Keys = keys,
        MatchedGlobs = [],
    };
}
