using KmsGuard.Remediate;

namespace KmsGuard.Cli.Doctor;

/// <summary>What cannot be found out without doing it, or without services that KmsGuard does not call, and how to find it out. Pure.</summary>
internal static class UntriedChecks
{
    private static readonly string[] Reading = ["kms:Describe", "kms:Get", "kms:List"];

    /// <summary>The checks.</summary>
    /// <param name="principal">The ARN of the caller; null when not known.</param>
    /// <param name="topic">The topic; null for none.</param>
    public static IEnumerable<DoctorCheck> Of(string? principal, string? topic) => [Writes(principal), Topic(topic), Trail()];

    // KMS has a DryRun for cryptographic operations and grants alone (AWS KMS developer guide, "Test your permissions").
    private static DoctorCheck Writes(string? principal) => new(
        "permissions",
        DoctorStatus.Unknown,
        "Not tried, since KMS has no dry run for them and doctor writes nothing: "
            + $"{Names(Permissions.Sweep)} (an enforcing sweep), {Names(Permissions.Rollback)} (rollback), "
            + $"{Names(Permissions.AlertWithRescue.Except([.. Permissions.Sweep, .. Permissions.Rollback]))} (release, and the alert function).",
        $"aws iam simulate-principal-policy --policy-source-arn {RoleOf(principal) ?? "ROLE-ARN"} --action-names "
            + $"{Names(Permissions.Sweep.Union(Permissions.Rollback).Union(Permissions.AlertWithRescue)).Replace(",", "", StringComparison.Ordinal)}; it knows no key policies.");

    private static DoctorCheck Topic(string? topic) => topic is null
        ? DoctorCheck.Ok("topic", "No --topic-arn is given, so that notices are not sent.")
        : new(
            "topic",
            DoctorStatus.Unknown,
            $"Whether {topic} exists and takes notices is not tried: the only call that KmsGuard makes to SNS is the one that publishes.",
            $"aws sns get-topic-attributes --topic-arn {topic}; an encrypted topic takes {string.Join(", ", Permissions.Tell)}.");

    private static DoctorCheck Trail() => new(
        "trail",
        DoctorStatus.Unknown,
        "Whether KMS's events reach EventBridge is not tried: that takes a CloudTrail trail that is logging, with read and write management events and "
            + "without excluding kms.amazonaws.com.",
        "aws cloudtrail describe-trails, then for each aws cloudtrail get-trail-status --name TRAIL and aws cloudtrail get-event-selectors --trail-name TRAIL; "
            + "docs/deploy.md says what they must show.");

    private static string Names(IEnumerable<string> actions) => string.Join(
        ", ", actions.Where(action => !Reading.Any(prefix => action.StartsWith(prefix, StringComparison.Ordinal))).Order(StringComparer.Ordinal));

    // IAM takes roles, not their sessions; a role's path is not in a session's ARN.
    private static string? RoleOf(string? principal) => principal?.Split(':', 6) switch
    {
        ["arn", var partition, "sts", _, var account, var session] when session.Split('/') is ["assumed-role", var role, _] =>
            $"arn:{partition}:iam::{account}:role/{role}",
        { Length: 6 } => principal,
        _ => null,
    };
}
