using KmsGuard.Evaluate;
using KmsGuard.Report;

namespace KmsGuard.Cli.Output.Asff;

/// <summary>What a finding is about: one aspect of a key, which passes or fails.</summary>
/// <param name="Name">Its stable name, part of a finding's id.</param>
/// <param name="Severity">A label of Security Hub's, for keys that fail.</param>
/// <param name="Title">What is asked, at most 256 characters.</param>
/// <param name="Stand">How a key stands to it.</param>
/// <param name="Types">Finding types of Security Hub's taxonomy.</param>
/// <param name="Requirements">The controls behind it.</param>
/// <param name="Remedy">What to do, for the key's ARN and Region; at most 512 characters.</param>
/// <param name="Url">Where AWS explains it.</param>
internal sealed record AsffCheck(
    string Name,
    string Severity,
    string Title,
    Func<KeyReport, Standing> Stand,
    IReadOnlyList<string> Types,
    IReadOnlyList<string> Requirements,
    Func<string, string, string> Remedy,
    string Url)
{
    private const string BestPractice = "Software and Configuration Checks/AWS Security Best Practices";

    private const string Guide = "https://docs.aws.amazon.com/kms/latest/developerguide/";

    /// <summary>Whether it could be read: of a key that could not, this is all that there is to say.</summary>
    public static AsffCheck Readable { get; } = new(
        "readable",
        "MEDIUM",
        "KMS keys should be readable to those who check them",
        key => key.Outcome == Outcome.Unreadable ? Standing.Unknown : Standing.Pass,
        [BestPractice],
        [],
        (arn, _) => $"Let the role that sweeps read it, in its key policy too (kms:DescribeKey, kms:GetKeyRotationStatus, kms:ListResourceTags, kms:ListGrants, kms:GetKeyLastUsage): kmsguard explain {arn}",
        Guide + "key-policies.html");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<AsffCheck> All { get; } =
    [
        new(
            "rotation",
            "MEDIUM",
            "KMS keys that can rotate should rotate automatically",
            KeyStanding.Rotation,
            [BestPractice],
            ["Security Hub KMS.4", "CIS AWS Foundations Benchmark v3.0.0/3.6", "CIS AWS Foundations Benchmark v5.0.0/3.6", "Conformity KMS-002", "NIST.800-53.r5 SC-12"],
            (arn, region) => $"Enable it with: aws kms enable-key-rotation --region {region} --key-id {arn} - or for every key with: kmsguard sweep --rotation enforce",
            Guide + "rotating-keys-enable.html"),
        new(
            "pending-deletion",
            "HIGH",
            "KMS keys should not be deleted unintentionally",
            KeyStanding.Kept,
            [BestPractice, "Effects/Data Destruction"],
            ["Security Hub KMS.3", "NIST.800-53.r5 SC-12"],
            (arn, region) => $"Once it is deleted, what it encrypted is lost. To keep it: kmsguard rollback {arn} - or: aws kms cancel-key-deletion --region {region} --key-id {arn} - If the deletion is intended, suppress this finding.",
            Guide + "deleting-keys-scheduling-key-deletion.html"),
        new(
            "disabled",
            "LOW",
            "Disabled KMS keys should be deleted once nobody needs them",
            KeyStanding.InUse,
            [BestPractice],
            ["Conformity KMS-003"],
            (arn, _) => $"It costs a dollar a month. What holds it back from deletion, check by check: kmsguard explain {arn} - Nothing but proof that it is unused lets a sweep schedule its deletion.",
            Guide + "deleting-keys.html"),
        Readable,
    ];
}
