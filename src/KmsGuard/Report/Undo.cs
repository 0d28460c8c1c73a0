using KmsGuard.Detect;

namespace KmsGuard.Report;

/// <summary>The commands that take back what an alert is about.</summary>
internal static class Undo
{
    /// <summary>Lines to copy; none when there is nothing to undo, or the key is not known.</summary>
    /// <remarks>Only the parsed ARN goes into a command line: it holds no character that a shell would read.</remarks>
    public static IEnumerable<string> Commands(Alert alert)
    {
        if (alert.Event is not { Key: { } key } happened || (happened.Refused && happened.Kind != KeyEventKind.DoomedKeyUsed))
        {
            return [];
        }

        var cli = $"aws kms {{0}} --region {key.Region} --key-id {key}";
        string Aws(string operation) => "  " + cli.Replace("{0}", operation, StringComparison.Ordinal);
        var state = alert.Key?.Description?.Value?.State;
        return happened.Kind switch
        {
            KeyEventKind.DeletionScheduled or KeyEventKind.PolicyChanged => PendingDeletion(),
            KeyEventKind.DoomedKeyUsed when state is not KeyState.Disabled and not KeyState.Enabled => PendingDeletion(),
            KeyEventKind.KeyDisabled or KeyEventKind.DoomedKeyUsed or KeyEventKind.DeletionCancelled when state is not KeyState.Enabled =>
            [
                "", "To enable it again:", Rollback(key, "re-enable"), Aws("enable-key"),
            ],
            KeyEventKind.RotationDisabled => ["", "To turn rotation on again:", Aws("enable-key-rotation")],
            _ => [],
        };

        IEnumerable<string> PendingDeletion() =>
        [
            "", "To keep the key (it stays disabled unless it is enabled too):",
            Rollback(key, "re-enable"),
            $"  aws lambda invoke --function-name kmsguard-rollback --cli-binary-format raw-in-base64-out --payload '{{\"keys\":[\"{key}\"],\"reEnable\":true}}' /dev/stdout",
            Aws("cancel-key-deletion"),
            Aws("enable-key"),
        ];
    }

    private static string Rollback(KeyArn key, string option) => $"  kmsguard rollback {key} --{option}";
}
