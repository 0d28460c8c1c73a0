using KmsGuard.Detect;
using KmsGuard.Evaluate;
using KmsGuard.Remediate;
using KmsGuard.Report;

namespace KmsGuard.Tests.Report;

/// <summary>Ledgers to tell of.</summary>
internal static class Runs
{
    public const string Id = "20261122T030000Z-1234abcd", Account = "111122223333";

    /// <summary>A key of the ledger, told apart by its number.</summary>
    public static KeyReport Key(int number, Outcome outcome, KeyState? state = KeyState.Disabled, string? rule = null, string? action = null, string detail = "", params string[] reasons) =>
        new(ArnOf(number), state, outcome, rule, action, reasons, detail);

    public static string ArnOf(int number, string region = "eu-west-1") => $"arn:aws:kms:{region}:{Account}:key/{number:x8}-12ab-34cd-56ef-1234567890ab";

    /// <summary>A key that is deleted so many hours from now.</summary>
    public static KeyReport Doomed(int number, double hours, Outcome outcome = Outcome.Ineligible)
    {
        var date = Keys.Now.AddHours(hours);
        return KeyReport.Of(
            new Decision
            {
                Arn = KeyArn.Parse(ArnOf(number)),
                State = KeyState.PendingDeletion,
                Outcome = outcome,
                Rule = outcome == Outcome.Changed ? Decision.DeletionRule : null,
                Action = outcome == Outcome.Changed ? new KeyAction.ScheduleKeyDeletion(30) : null,
                Reasons = outcome == Outcome.Changed ? [] : [Reason.Of(KeyState.PendingDeletion)],
                DeletionDate = date,
                Detail = $"deleted on {DisabledSince.ToTag(date)}",
            },
            Keys.Now);
    }

    public static KeyReport Waiting(int number) => Key(
        number, Outcome.Ineligible, KeyState.PendingReplicaDeletion, detail: "waits for its replicas, then 30 days", reasons: Reason.Of(KeyState.PendingReplicaDeletion));

    public static KeyReport Rotated(int number) => Key(
        number, Outcome.Changed, KeyState.Enabled, Decision.RotationRule, nameof(KeyAction.EnableKeyRotation), "rotation is off", Reason.RotationOff);

    public static KeyReport Held(int number, params string[] reasons) => Key(
        number, Outcome.Held, KeyState.Disabled, Decision.DeletionRule, null, $"evidence of {string.Join(" and ", reasons)}", reasons);

    public static KeyReport Failed(int number) => Key(
        number, Outcome.Failed, KeyState.Enabled, Decision.RotationRule, nameof(KeyAction.EnableKeyRotation),
        "EnableKeyRotation: AccessDeniedException: explicit deny in a service control policy; rotation is off", Reason.RotationOff, Reason.AccessDenied);

    public static KeyReport Unreadable(int number) => Key(
        number, Outcome.Unreadable, null, detail: "DescribeKey: AccessDeniedException: User is not authorized to perform: kms:DescribeKey", reasons: Reason.AccessDenied);

    public static KeyReport PlannedDeletion(int number) => Key(
        number, Outcome.Planned, KeyState.Disabled, Decision.DeletionRule, nameof(KeyAction.ScheduleKeyDeletion), "disabled for long enough: 100 days; idle for long enough: 200 days");

    public static KeyReport Compliant(int number) => Key(number, Outcome.Compliant, KeyState.Enabled, Decision.RotationRule, reasons: Reason.Rotates);

    public static RegionReport Region(string region, RegionStatus status = RegionStatus.Complete, string? error = null, params IEnumerable<KeyReport> keys)
    {
        var all = keys.ToList();
        return new()
        {
            Account = Account,
            Region = region,
            Status = status,
            Error = error,
            Next = status == RegionStatus.Incomplete ? "token" : null,
            Listed = all.Count,
            Outcomes = SweepTotals.Count(all),
            Calls = new Dictionary<string, int> { ["ListKeys"] = 1 },
            Throttled = 2,
        };
    }

    /// <summary>A run over one Region with these keys.</summary>
    public static SweepReport Of(params IEnumerable<KeyReport> keys)
    {
        var all = keys.ToList();
        return In([Region("eu-west-1", keys: all)], all);
    }

    public static SweepReport In(IReadOnlyList<RegionReport> regions, IReadOnlyList<KeyReport> keys, params IReadOnlyList<string> warnings) => new()
    {
        RunId = Id,
        StartedAt = Keys.Now,
        FinishedAt = Keys.Now.AddSeconds(95),
        Rotation = RuleMode.Enforce,
        Deletion = RuleMode.Enforce,
        Regions = regions,
        Keys = keys,
        Warnings = warnings,
        Totals = SweepTotals.Of(keys.Count, keys),
    };

    /// <summary>A night on which everything happened.</summary>
    public static SweepReport Eventful()
    {
        List<KeyReport> keys =
        [
            Compliant(1), Rotated(2), Rotated(3), Doomed(4, 24 * 29.5, Outcome.Changed), Doomed(5, 24 * 12), Doomed(6, 40), Doomed(7, 5), Waiting(8),
            Failed(9), Unreadable(10), PlannedDeletion(11),
            Held(12, Reason.Quarantine), Held(13, Reason.Quarantine, Reason.HasGrants), Held(14, Reason.Quarantine), Held(15, Reason.HoldTag), Held(16, Reason.RecentlyUsed),
        ];
        return In(
            [
                Region("eu-west-1", keys: keys),
                Region("us-east-1", RegionStatus.Incomplete),
                Region("ap-east-1", RegionStatus.NotEnabled, "ListKeys: UnrecognizedClientException: no"),
                Region("me-south-1", RegionStatus.NotEnabled, "ListKeys: UnrecognizedClientException: no"),
                Region("us-west-2", RegionStatus.Failed, "ListKeys: AccessDeniedException: explicit deny in a service control policy"),
            ],
            keys,
            "The exempt alias 'alias/typo-*' matches no alias in any Region.");
    }

    /// <summary>A night on which only time passed.</summary>
    public static SweepReport Quiet() => Of(Compliant(1), Doomed(2, 24 * 20), Doomed(3, 24 * 6.5), Held(4, Reason.Quarantine));

    /// <summary>Fifty Regions with more than anybody reads, all of it as long and as foreign as can be.</summary>
    public static SweepReport Huge()
    {
        var foreign = string.Concat(Enumerable.Repeat("密钥\u202e\r\n😀", 2_000));
        KeyReport[] kinds = [Doomed(0, 30), Doomed(0, 24 * 20), Doomed(0, 24 * 29, Outcome.Changed), Waiting(0), Failed(0), Unreadable(0), PlannedDeletion(0), Held(0, Reason.BreakerOpen, "a-reason-of-tomorrow")];
        List<KeyReport> keys = [];
        List<RegionReport> regions = [];
        for (var region = 0; region < 50; region++)
        {
            var own = Enumerable.Range(0, 400).Select(i => kinds[i % kinds.Length] with { Arn = ArnOf((region * 1_000) + i, $"xx-north-{region}"), Detail = foreign }).ToList();
            keys.AddRange(own);
            regions.Add(Region($"xx-north-{region}", RegionStatus.Failed, foreign, own));
        }

        return In(regions, keys, [.. Enumerable.Repeat(foreign, 200)]);
    }
}
