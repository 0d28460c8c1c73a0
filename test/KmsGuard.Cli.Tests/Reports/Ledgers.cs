using KmsGuard.Detect;
using KmsGuard.Evaluate;
using KmsGuard.Report;

namespace KmsGuard.Cli.Tests.Reports;

/// <summary>Ledgers to write in every form.</summary>
internal static class Ledgers
{
    public const string Run = "20261122T030000Z-1234abcd";

    public static readonly DateTimeOffset Now = new(2026, 11, 22, 3, 0, 0, TimeSpan.Zero);

    public static string Arn(int number, string region = "eu-west-1", string account = "111122223333", string partition = "aws") =>
        $"arn:{partition}:kms:{region}:{account}:key/{number:x8}-12ab-34cd-56ef-1234567890ab";

    /// <summary>A key of each kind in turn, so that every outcome, state and date is met.</summary>
    public static KeyReport Key(int number, string region = "eu-west-1", string account = "111122223333", string partition = "aws")
    {
        var arn = Arn(number, region, account, partition);
        string[] aliases = [$"alias/app-{number}"];
        return (number % 12) switch
        {
            0 or 1 => new(arn, KeyState.Enabled, Outcome.Compliant, "rotation", null, [Reason.Rotates], "rotates every 365 days, next on 2027-03-01") { Aliases = aliases, Rotates = true },
            2 => new(arn, KeyState.Enabled, Outcome.Changed, "rotation", "EnableKeyRotation", [Reason.RotationOff], "rotation is off") { Aliases = aliases, Rotates = true },
            3 => new(arn, KeyState.Enabled, Outcome.Planned, "rotation", "EnableKeyRotation", [Reason.RotationOff], "rotation is off") { Aliases = aliases, Rotates = false },
            4 => new(arn, KeyState.Enabled, Outcome.Ineligible, "rotation", null, [Reason.Asymmetric], "RSA_4096, AWS_KMS"),
            5 => new(arn, KeyState.Enabled, Outcome.Exempt, "rotation", null, [Reason.ExemptTag], "tag kmsguard:exempt=legal; rotation is off") { Rotates = false },
            6 => new(arn, KeyState.Disabled, Outcome.Held, "deletion", "TagResource", [Reason.NotMarked, Reason.UsageUnknown], "nobody knows since when: no tag kmsguard:disabled-since") { Aliases = aliases },
            7 => new(arn, KeyState.Disabled, Outcome.Held, "deletion", null, [Reason.Quarantine], $"tag kmsguard:disabled-since: {number % 700} days")
            {
                Aliases = aliases,
                DisabledSince = Now.AddDays(-(number % 700)),
            },
            8 => Pending(new(arn, KeyState.PendingDeletion, Outcome.Changed, "deletion", "ScheduleKeyDeletion", [], "disabled for long enough: 100 days; idle for long enough: 200 days"), number) with
            {
                Aliases = aliases,
                DisabledSince = Now.AddDays(-100),
            },
            9 => Pending(new(arn, KeyState.PendingDeletion, Outcome.Ineligible, null, null, ["pending-deletion"], "deleted soon"), number) with { Aliases = aliases },
            10 => new(arn, null, Outcome.AwsManaged, null, null, [], "") { Aliases = [$"alias/aws/service-{number}"] },
            _ => new(arn, null, Outcome.Unreadable, null, null, [Reason.AccessDenied], "DescribeKey: AccessDeniedException: explicit deny in a resource policy"),
        };
    }

    /// <summary>A ledger of one Region.</summary>
    public static SweepReport Of(params IEnumerable<KeyReport> keys) => In(keys);

    /// <summary>A ledger of as many keys, over a few Regions and accounts.</summary>
    public static SweepReport Of(int count, int regions = 3, int accounts = 1) => In(Enumerable.Range(0, count).Select(i =>
        Key(i, Regions[i / 12 % regions], $"{111122223333 + (i / 12 / regions % accounts)}")));

    /// <summary>A ledger of keys that stand in it by account and Region, and of Regions that have none.</summary>
    public static SweepReport In(IEnumerable<KeyReport> keys, params IEnumerable<RegionReport> empty)
    {
        var all = keys.ToList();
        return new()
        {
            RunId = Run,
            StartedAt = Now,
            FinishedAt = Now.AddSeconds(95),
            Rotation = RuleMode.Enforce,
            Deletion = RuleMode.DryRun,
            Options = new() { Rotation = RuleMode.Enforce },
            Regions = [.. all.GroupBy(key => (KeyArn.Parse(key.Arn).Account, KeyArn.Parse(key.Arn).Region)).Select(group => Region(group.Key.Account, group.Key.Region, group)), .. empty],
            Keys = all,
            Warnings = [],
            Totals = new(all.Count, Count(all), all.Count(key => key.State == KeyState.Disabled), 0),
        };
    }

    public static RegionReport Region(string account, string region, IEnumerable<KeyReport> keys, RegionStatus status = RegionStatus.Complete, string? error = null) => new()
    {
        Account = account,
        Region = region,
        Status = status,
        Error = error,
        Listed = keys.Count(),
        Outcomes = Count(keys),
        Calls = new Dictionary<string, int>(),
        Throttled = 0,
    };

    private static readonly string[] Regions =
    [
        "us-east-1", "us-west-2", "eu-west-1", "us-east-2", "us-west-1", "eu-west-2", "eu-west-3", "eu-central-1", "eu-north-1", "ap-northeast-1",
        "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-southeast-1", "ap-southeast-2", "ca-central-1", "sa-east-1",
    ];

    private static KeyReport Pending(KeyReport key, int number)
    {
        var days = (number / 12 * 7 % 30) + 1;
        return key with { DeletionDate = Now.AddDays(days), DaysLeft = days };
    }

    private static Dictionary<string, int> Count(IEnumerable<KeyReport> keys) => keys.CountBy(key => KebabCase.Of(key.Outcome)).ToDictionary();
}
