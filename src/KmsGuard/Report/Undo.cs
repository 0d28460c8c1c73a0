using KmsGuard.Detect;
using KmsGuard.Evaluate;
using KmsGuard.Remediate;

namespace KmsGuard.Report;

/// <summary>The commands that take things back.</summary>
/// <remarks>Only a parsed ARN or a run's id goes into a command: they hold no character that a shell would read.</remarks>
public static class Undo
{
    /// <summary>The command that keeps a key from being deleted; it stays disabled.</summary>
    public static string Deletion(KeyReport key) => $"kmsguard rollback {KeyArn.Parse(key.Arn)}";

    /// <summary>The same through the function.</summary>
    internal static string Function(string arn, string more = "") =>
        "aws lambda invoke --function-name kmsguard-rollback --cli-binary-format raw-in-base64-out "
        + $"--payload '{{\"keys\":[\"{arn}\"]{more}}}' /dev/stdout";

    /// <summary>The command that takes back every deletion that a run scheduled; null when it scheduled none.</summary>
    public static string? Deletions(SweepReport report)
    {
        var regions = report.Keys
            .Where(key => key is { Outcome: Outcome.Changed, Action: nameof(KeyAction.ScheduleKeyDeletion) })
            .Select(key => KeyArn.Parse(key.Arn).Region)
            .Distinct()
            .ToList();
        return regions.Count == 0 ? null : $"kmsguard rollback --run {report.RunId} --regions {string.Join(',', regions)}";
    }

    /// <summary>Titles, and lines to copy; none when there is nothing to undo, or the key is not known.</summary>
    internal static IReadOnlyList<(string Title, string Command)> Commands(Alert alert) =>
    [
        .. Steps(alert),
        .. alert is { Rescue.NeedsPerson: false, Event.Key: { } key } ? [("Lift the hold, so that its deletion may be scheduled again", $"kmsguard release {key} --reason TEXT")] : Array.Empty<(string, string)>(),
    ];

    private static IReadOnlyList<(string Title, string Command)> Steps(Alert alert)
    {
        if (alert.Event is not { Key: { } key } happened || (happened.Refused && happened.Kind != KeyEventKind.DoomedKeyUsed))
        {
            return [];
        }

        var state = alert.Key?.Description?.Value?.State;
        var doomed = state?.IsPendingDeletion() == true
            || (state is null && happened.Kind is KeyEventKind.DeletionScheduled or KeyEventKind.PolicyChanged)
            || (state is null && happened.ErrorMessage?.Contains("pending", StringComparison.Ordinal) == true);
        return happened.Kind switch
        {
            KeyEventKind.DeletionScheduled or KeyEventKind.DeletionCancelled or KeyEventKind.PolicyChanged or KeyEventKind.DoomedKeyUsed or KeyEventKind.KeyDisabled
                when doomed =>
                [.. Rollback("Keep the key and enable it"), ("By hand", $"{Aws("cancel-key-deletion", key)} && {Aws("enable-key", key)}")],
            KeyEventKind.KeyDisabled or KeyEventKind.DoomedKeyUsed or KeyEventKind.DeletionCancelled or KeyEventKind.DeletionScheduled
                when state is not KeyState.Enabled =>
                [.. Rollback("Enable the key again"), ("By hand", Aws("enable-key", key))],
            KeyEventKind.MaterialDeleted or KeyEventKind.MaterialExpired when state is not KeyState.Enabled =>
                [("Import the same key material again, beginning with", $"{Aws("get-parameters-for-import", key)} --wrapping-algorithm RSA_AES_KEY_WRAP_SHA_256 --wrapping-key-spec RSA_4096")],
            KeyEventKind.RotationDisabled => [("Turn rotation on again", Aws("enable-key-rotation", key))],
            _ => [],
        };

        IEnumerable<(string, string)> Rollback(string title) =>
        [
            (title, $"kmsguard rollback {key} --re-enable"),
            ("Or through the function", Function(key.ToString(), ",\"reEnable\":true")),
        ];
    }

    private static string Aws(string operation, KeyArn key) => $"aws kms {operation} --region {key.Region} --key-id {key}";
}
