using KmsGuard.Detect;
using KmsGuard.Remediate;
using KmsGuard.Report;

namespace KmsGuard.Restore;

/// <summary>Says what a failed restoration means, and what can still be done.</summary>
internal static class RestoreTrouble
{
    /// <summary>The entry of a key that was not restored, or not as far as was asked for.</summary>
    /// <param name="key">The key.</param>
    /// <param name="before">What was read of it before; null when it could not be.</param>
    /// <param name="after">Its state afterwards; null when it could not be read.</param>
    /// <param name="failure">What went wrong.</param>
    public static RollbackEntry Entry(KeyArn key, KeyDescription? before, KeyState? after, Failure failure) => new(
        key.ToString(),
        before?.State,
        after,
        failure.Kind == FailureKind.NotFound ? RollbackOutcome.NotFound : RollbackOutcome.Failed,
        Text(key, before, after, failure))
    {
        FailedOperation = failure.Operation,
    };

    /// <summary>What it means that there is no such key.</summary>
    public static string Lost(string keyId) =>
        "if it was deleted, what is encrypted under it is lost for good and nobody can bring it back"
        + (KeyArn.IsMultiRegionId(keyId) ? ", unless its multi-Region set has a key left in another Region" : "")
        + "; CloudTrail's event DeleteKey says when";

    private static string Text(KeyArn key, KeyDescription? before, KeyState? after, Failure failure) => (failure.Kind, before, after) switch
    {
        (FailureKind.NotFound, { DeletionDate: { } due }, _) => $"KMS has deleted it meanwhile, as it was due at {NoticeLines.Utc(due)}; {Lost(key.KeyId)}",
        (FailureKind.NotFound, _, _) => $"there is no such key in {key.Region} of account {key.Account}; {Lost(key.KeyId)}",
        (FailureKind.AccessDenied, _, { } still) when still.IsPendingDeletion() =>
            $"its deletion could not be cancelled: {failure}. Its key policy may have been changed since. Those can still cancel whom the policy lets: "
            + $"also the root user of account {key.Account}, if the policy allows arn:{key.Partition}:iam::{key.Account}:root and does not deny it; "
            + "whoever may call PutKeyPolicy can repair it. Nobody left: AWS Support" + (before?.DeletionDate is { } due ? $", before {NoticeLines.Utc(due)}" : ""),
        (_, { } known, KeyState.Disabled) when known.State.IsPendingDeletion() =>
            $"the deletion is cancelled, but {failure}; "
            + (failure.Operation == nameof(KeyAction.EnableKey) ? "the key is held and stays disabled" : $"without the tag {KeyTags.Hold} a sweep may schedule it again: roll this key back once more, by its ARN"),
        _ => failure.ToString(),
    };
}
