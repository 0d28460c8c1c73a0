using KmsGuard.Aws;
using KmsGuard.Evaluate;
using KmsGuard.Lambda;
using KmsGuard.Settings;

namespace KmsGuard.Fuzz.Targets;

/// <summary>The settings, as <c>NAME=value</c> lines.</summary>
internal sealed class SettingsTarget() : Target("settings")
{
    private static readonly string[] Names =
    [
        "REGIONS", "ROTATION", "DELETION", "ROTATION_PERIOD_DAYS", "WINDOW_DAYS", "DISABLED_DAYS", "IDLE_DAYS", "MAX_DELETIONS", "EXEMPT_ALIASES", "QUOTA_SHARE", "ROLE_NAME",
        "ACCOUNTS", "MESSAGE_FORMAT", "NOTICE", "OWN_ROLES", "RESCUE", "APPROVED_PRINCIPALS", "TOPIC_ARN",
    ];

    public override IReadOnlyList<string> Words =>
        [.. Names.Select(name => $"\n{name}="), "enforce", "dry-run", "all", "on-use", "both", "arn:aws:sns:eu-west-1:111122223333:alerts", "111122223333", "eu-west-1", ".fifo"];

    public override void Run(ReadOnlySpan<byte> input)
    {
        var given = Text(input).Split('\n').Select(line => line.Split('=', 2)).Where(pair => pair.Length == 2)
            .GroupBy(pair => pair[0], pair => pair[1]).ToDictionary(pair => FunctionSettings.Prefix + pair.Key, pair => pair.Last());
        List<string> problems = [];
        var settings = FunctionSettings.Read(given.GetValueOrDefault, [], problems);
        Hold.Problems(problems, [.. Names.Select(name => FunctionSettings.Prefix + name)], "what is wrong with a setting");
        Hold.Shown(new SettingsException(problems).Message, Hold.LongestMessage, "what is wrong with the settings");
        if (problems.Count > 0)
        {
            return;
        }

        var sweep = settings.Sweep;
        Hold.That(sweep.WindowDays is >= 7 and <= 30 && sweep.RotationPeriodDays is >= 90 and <= 2560 && settings.QuotaShare is >= 1 and <= 100, "numbers are in range");
        Hold.That(sweep is { DisabledDays: >= 0, IdleDays: >= 0, MaxDeletions: >= 0 }, "numbers are not negative");
        Hold.That(settings.Regions.All(RegionCatalog.Exists), "Regions exist");
        Hold.That(settings.Accounts.All(account => account.Length == 12 && account.All(char.IsAsciiDigit)), "accounts are twelve digits");
        // What stands for something must not come to nothing, which would mean everything, or the default.
        foreach (var (name, count) in new[]
        {
            ("REGIONS", settings.Regions.Count + (settings.AllRegions ? 1 : 0)), ("ACCOUNTS", settings.Accounts.Count), ("EXEMPT_ALIASES", sweep.ExemptAliases.Count),
            ("APPROVED_PRINCIPALS", settings.Rescue.ApprovedPrincipals.Count), ("OWN_ROLES", settings.OwnRoles.Count),
        })
        {
            var empty = string.IsNullOrWhiteSpace(given.GetValueOrDefault(FunctionSettings.Prefix + name));
            Hold.That(empty == (count == 0), "a list that is given is not empty", name);
        }

        new AwsSettings { RoleName = settings.RoleName, Region = "eu-west-1" }.Check();
        Again(settings);
    }

    // What was read, written out as settings, reads the same.
    private static void Again(GuardSettings settings)
    {
        var written = new Dictionary<string, string?>
        {
            ["REGIONS"] = settings.AllRegions ? "all" : string.Join(',', settings.Regions),
            ["ROTATION"] = KebabCase.Of(settings.Sweep.Rotation),
            ["DELETION"] = KebabCase.Of(settings.Sweep.Deletion),
            ["EXEMPT_ALIASES"] = string.Join(',', settings.Sweep.ExemptAliases),
            ["ACCOUNTS"] = string.Join(',', settings.Accounts),
            ["ROLE_NAME"] = settings.RoleName,
            ["TOPIC_ARN"] = settings.TopicArn,
            ["RESCUE"] = KebabCase.Of(settings.Rescue.Mode),
            ["APPROVED_PRINCIPALS"] = string.Join(',', settings.Rescue.ApprovedPrincipals),
        };
        var again = GuardSettings.Read(written.GetValueOrDefault, name => name, RegionCatalog.Exists, out var problems);
        Hold.SameList([], problems, "what was read is right when it is read again");
        Hold.SameList(settings.Regions, again.Regions, "Regions read the same again");
        Hold.SameList(settings.Accounts, again.Accounts, "accounts read the same again");
        Hold.SameList(settings.Sweep.ExemptAliases, again.Sweep.ExemptAliases, "globs read the same again");
        Hold.SameList(settings.Rescue.ApprovedPrincipals, again.Rescue.ApprovedPrincipals, "principals read the same again");
        Hold.Same((settings.Sweep.Rotation, settings.Sweep.Deletion, settings.Rescue.Mode), (again.Sweep.Rotation, again.Sweep.Deletion, again.Rescue.Mode), "modes read the same again");
    }
}
