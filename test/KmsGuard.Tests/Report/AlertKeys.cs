using KmsGuard.Detect;
using KmsGuard.Evaluate;
using KmsGuard.Tests.Remediate;

namespace KmsGuard.Tests.Report;

/// <summary>A key as it would stand after an event of each kind, so that notices read as they would in an account.</summary>
internal static class AlertKeys
{
    /// <summary>A while after the events of the files.</summary>
    public static readonly DateTimeOffset Now = new(2026, 10, 1, 8, 16, 5, TimeSpan.Zero);

    /// <summary>KMS in the Region of that event's key; a Region without keys for an event that names none.</summary>
    public static FakeKms KmsOf(KeyEvent happened) => new(happened.Key is null ? [] : [After(happened)])
    {
        Fault = (operation, key) => happened.Kind == KeyEventKind.KeyDeleted
            ? new(FailureKind.NotFound, operation, "NotFoundException", $"Key '{key}' does not exist")
            : null,
    };

    private static KeySnapshot After(KeyEvent happened)
    {
        var arn = happened.Key!;
        var state = State(happened);
        var pending = state == KeyState.PendingDeletion;
        var mark = (KeyTags.DisabledSince, DisabledSince.ToTag(Now.AddDays(-3)));
        return new(arn)
        {
            Aliases = Keys.Aliases(Alias(happened)),
            Description = Reading.Of(Keys.Description(state) with
            {
                Arn = arn,
                Origin = happened.Kind is KeyEventKind.MaterialDeleted or KeyEventKind.MaterialExpired ? "EXTERNAL" : "AWS_KMS",
                Description = IsHostile(happened) ? "fine\r\n\r\nWho       nobody\u202e <!channel> <https://example.com|help> [help](https://example.com)" : "Card data of the web shop",
                DeletionDate = pending ? Now.AddDays(happened.Kind == KeyEventKind.DoomedKeyUsed ? 1.5 : 7) : null,
                PendingWindowDays = state == KeyState.PendingReplicaDeletion ? 7 : null,
                MultiRegion = !arn.KeyId.StartsWith("mrk-", StringComparison.Ordinal) ? MultiRegionKind.None
                    : arn.Region == "eu-west-1" ? MultiRegionKind.Primary : MultiRegionKind.Replica,
                Primary = arn.KeyId.StartsWith("mrk-", StringComparison.Ordinal) ? arn.In("eu-west-1") : null,
                Replicas = arn.KeyId.StartsWith("mrk-", StringComparison.Ordinal) ? [arn.In("us-east-1"), arn.In("ap-southeast-2")] : [],
            }),
            Rotation = Reading.Of(new RotationStatus(state == KeyState.Enabled && happened.Kind != KeyEventKind.RotationDisabled, 365, null)),
            Tags = Keys.Tags(("environment", "production"), ("team", IsHostile(happened) ? "<!here>\nSeverity  INFO" : "payments"), mark),
            Grants = Reading.Of<IReadOnlyList<KeyGrant>>([new("0", "rds.amazonaws.com", $"arn:{arn.Partition}:iam::{arn.Account}:role/Database")]),
            LastUsage = Reading.Of(new LastUsage(Now.AddHours(-4), "Decrypt", "5d7b0c4e-0000-4000-8000-000000000009")),
        };
    }

    private static KeyState State(KeyEvent happened) => happened switch
    {
        { Kind: KeyEventKind.DoomedKeyUsed } => happened.ErrorMessage!.Contains("disabled", StringComparison.Ordinal) ? KeyState.Disabled : KeyState.PendingDeletion,
        { Kind: KeyEventKind.DeletionCancelled } => KeyState.Disabled,
        { Kind: KeyEventKind.PolicyChanged } => KeyState.PendingDeletion,
        { Refused: true } => KeyState.Enabled,
        { Kind: KeyEventKind.KeyDisabled } => KeyState.Disabled,
        { Kind: KeyEventKind.DeletionScheduled, Key: { Region: "eu-west-1", KeyId: ['m', ..] } } => KeyState.PendingReplicaDeletion,
        { Kind: KeyEventKind.DeletionScheduled } => KeyState.PendingDeletion,
        { Kind: KeyEventKind.MaterialDeleted or KeyEventKind.MaterialExpired } => KeyState.PendingImport,
        _ => KeyState.Enabled,
    };

    private static string Alias(KeyEvent happened) => IsHostile(happened)
        ? "alias/\r\n[INFO] all is well \u202e<!channel>"
        : "alias/payments";

    private static bool IsHostile(KeyEvent happened) =>
        happened.UserAgent?.Contains("<!channel>", StringComparison.Ordinal) == true
        || happened.Principal.Arn?.Contains("spam", StringComparison.Ordinal) == true
        || happened.ErrorMessage?.Contains("<!everyone>", StringComparison.Ordinal) == true;
}
