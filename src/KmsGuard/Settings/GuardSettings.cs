using System.Text.RegularExpressions;
using KmsGuard.Evaluate;
using KmsGuard.Report;

namespace KmsGuard.Settings;

/// <summary>Everything that can be set, read and checked once, before anything is done.</summary>
public sealed partial record GuardSettings
{
    /// <summary>Where notices go; null for nowhere.</summary>
    public string? TopicArn { get; init; }

    /// <summary>The Regions to go over; empty for the caller's own.</summary>
    public IReadOnlyList<string> Regions { get; init; } = [];

    /// <summary>Whether every Region of the partition is to be tried.</summary>
    public bool AllRegions { get; init; }

    /// <summary>What a sweep may do.</summary>
    public SweepOptions Sweep { get; init; } = new();

    /// <summary>Percent of each KMS request quota that may be taken.</summary>
    public int QuotaShare { get; init; } = 50;

    /// <summary>The member role that is assumed in <see cref="Accounts"/>; null for none.</summary>
    public string? RoleName { get; init; }

    /// <summary>Twelve digits each: the accounts to enter; empty for the caller's own.</summary>
    public IReadOnlyList<string> Accounts { get; init; } = [];

    /// <summary>How notices are written.</summary>
    public MessageFormat MessageFormat { get; init; } = MessageFormat.Text;

    /// <summary>When a sweep sends a notice.</summary>
    public NoticeMode Notice { get; init; } = NoticeMode.Due;

    /// <summary>Globs over the ARNs of KmsGuard's own roles.</summary>
    public IReadOnlyList<Glob> OwnRoles { get; init; } = [];

    /// <summary>When the alert function takes a deletion back. To rescue from everybody who is not approved takes somebody who
    /// is: without, a variable that was forgotten would undo every deletion there is.</summary>
    public RescueOptions Rescue { get; init; } = new();

    /// <summary>Reads and checks all settings.</summary>
    /// <param name="read">The value of a setting, such as <c>WINDOW_DAYS</c>; null or empty for none.</param>
    /// <param name="label">What people call that setting, for messages.</param>
    /// <param name="regionExists">Whether there is such a Region.</param>
    /// <param name="problems">Everything that is wrong, a line each; empty when all is well.</param>
    public static GuardSettings Read(
        Func<string, string?> read, Func<string, string> label, Func<string, bool> regionExists, out IReadOnlyList<string> problems)
    {
        var reader = new SettingsReader(read, label);
        var regions = reader.List("REGIONS");
        var all = regions is ["all"];
        var settings = new GuardSettings
        {
            TopicArn = reader.Text("TOPIC_ARN"),
            Regions = all ? [] : [.. regions.Distinct(StringComparer.Ordinal)],
            AllRegions = all,
            Sweep = new SweepOptions
            {
                Rotation = reader.OneOf("ROTATION", RuleMode.DryRun),
                Deletion = reader.OneOf("DELETION", RuleMode.DryRun),
                RotationPeriodDays = reader.Integer("ROTATION_PERIOD_DAYS", 365, SweepOptions.MinRotationPeriodDays, SweepOptions.MaxRotationPeriodDays),
                WindowDays = reader.Integer("WINDOW_DAYS", 30, SweepOptions.MinWindowDays, SweepOptions.MaxWindowDays),
                DisabledDays = reader.Integer("DISABLED_DAYS", 30, 0, SweepOptions.MaxThresholdDays),
                IdleDays = reader.Integer("IDLE_DAYS", 90, 0, SweepOptions.MaxThresholdDays),
                MaxDeletions = reader.Integer("MAX_DELETIONS", 10, 0, SweepOptions.MostDeletions),
                ExemptAliases = [.. reader.List("EXEMPT_ALIASES").Select(Glob.ForAlias)],
            },
            QuotaShare = reader.Integer("QUOTA_SHARE", 50, 1, 100),
            RoleName = reader.Text("ROLE_NAME"),
            Accounts = [.. reader.List("ACCOUNTS").Distinct(StringComparer.Ordinal)],
            MessageFormat = reader.OneOf("MESSAGE_FORMAT", MessageFormat.Text),
            Notice = reader.OneOf("NOTICE", NoticeMode.Due),
            OwnRoles = [.. reader.List("OWN_ROLES").Select(role => new Glob(role))],
            Rescue = new RescueOptions
            {
                Mode = reader.OneOf("RESCUE", RescueMode.Off),
                ApprovedPrincipals = [.. reader.List("APPROVED_PRINCIPALS").Select(principal => new Glob(principal))],
            },
        };
        settings.Check(reader, regionExists);
        problems = reader.Problems;
        return settings;
    }

    private void Check(SettingsReader reader, Func<string, bool> regionExists)
    {
        foreach (var region in Regions.Where(region => !regionExists(region)))
        {
            reader.Refuse("REGIONS", region, "a list of AWS Regions, or all");
        }

        foreach (var account in Accounts.Where(account => !AccountId().IsMatch(account)))
        {
            reader.Refuse("ACCOUNTS", account, "a list of account ids, twelve digits each");
        }

        if (TopicArn is { } topic && (TopicForm().Match(topic) is not { Success: true } match || !regionExists(match.Groups[1].Value)))
        {
            reader.Refuse("TOPIC_ARN", topic, "the ARN of an SNS topic");
        }

        if (RoleName is { } role && !RoleForm().IsMatch(role))
        {
            reader.Refuse("ROLE_NAME", role, "the name of an IAM role, without its ARN");
        }

        if (Accounts.Count > 0 && RoleName is null)
        {
            reader.Refuse("ROLE_NAME", "", "set where accounts are to be entered");
        }

        // A session is known by its role's ARN: a glob that no principal can match would make a stranger of everybody.
        foreach (var principal in Rescue.ApprovedPrincipals.Select(glob => glob.Pattern).Where(pattern => !PrincipalForm().IsMatch(pattern)))
        {
            reader.Refuse("APPROVED_PRINCIPALS", principal, "a list of globs over the ARNs of IAM roles and users, such as arn:aws:iam::*:role/KeyAdmin");
        }

        if (Rescue is { Mode: RescueMode.Unapproved or RescueMode.Both, ApprovedPrincipals: [] })
        {
            reader.Refuse("APPROVED_PRINCIPALS", "", $"set where KMSGUARD_RESCUE is {KebabCase.Of(Rescue.Mode)}: without, every scheduled deletion would be cancelled");
        }
    }

    [GeneratedRegex(@"^[0-9]{12}\z", RegexOptions.CultureInvariant)]
    private static partial Regex AccountId();

    [GeneratedRegex(@"^arn:aws(?:-[a-z]+)*:sns:([a-z0-9-]+):[0-9]{12}:[A-Za-z0-9_-]{1,256}(?:\.fifo)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex TopicForm();

    [GeneratedRegex(@"^(?:\*|arn:(?!.*:assumed-role/))", RegexOptions.CultureInvariant)]
    private static partial Regex PrincipalForm();

    [GeneratedRegex(@"^[A-Za-z0-9+=,.@_-]{1,64}\z", RegexOptions.CultureInvariant)]
    private static partial Regex RoleForm();
}
