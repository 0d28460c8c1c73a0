using KmsGuard.Detect;
using KmsGuard.Remediate;

namespace KmsGuard.Restore;

/// <summary>Takes back what was done to one key. Running it again, or after it was interrupted, ends in the same state.</summary>
public sealed class KeyRestoration(IKmsRegion kms, RollbackRequest request, string? by, TimeProvider time)
{
    /// <summary>Whether there is anything to take back in that state: others are safe, or not a rollback's business.</summary>
    internal static bool CanRestore(KeyState state) => state.IsPendingDeletion() || state == KeyState.Disabled;

    /// <summary>Reads, acts, reads again.</summary>
    public async Task<RollbackEntry> RestoreAsync(KeyArn key, CancellationToken cancellationToken)
    {
        var description = await kms.DescribeKeyAsync(key.KeyId, cancellationToken);
        if (description.Value is not { } before)
        {
            return Fail(key, null, null, description.Failure!);
        }

        if (!CanRestore(before.State))
        {
            return new(key.ToString(), before.State, before.State, RollbackOutcome.AlreadySafe, null);
        }

        var tags = await kms.ListResourceTagsAsync(key, cancellationToken);
        var held = tags.Value?.ContainsKey(KeyTags.Hold) == true;
        var actions = Plan(before, held).ToList();
        var outcome = before.State != KeyState.Disabled || actions.OfType<KeyAction.EnableKey>().Any()
            ? RollbackOutcome.Restored
            : RollbackOutcome.AlreadySafe;
        if (request.DryRun)
        {
            return new(key.ToString(), before.State, null, outcome, null);
        }

        foreach (var action in actions)
        {
            if (await kms.ApplyAsync(key, action, cancellationToken) is { } failure)
            {
                // The answer to a cancel can be lost after KMS has acted: what counts is whether the key still waits.
                var state = (await kms.DescribeKeyAsync(key.KeyId, cancellationToken)).Value?.State;
                if (action is not KeyAction.CancelKeyDeletion || state != KeyState.Disabled)
                {
                    return Fail(key, before.State, state, failure);
                }
            }
        }

        var after = (await kms.DescribeKeyAsync(key.KeyId, cancellationToken)).Value?.State;
        return new(key.ToString(), before.State, after, outcome, null);
    }

    // Cancel before anything else: a key pending deletion can neither be enabled nor tagged (AWS: "Key states").
    private IEnumerable<KeyAction> Plan(KeyDescription key, bool held)
    {
        if (key.State.IsPendingDeletion())
        {
            yield return new KeyAction.CancelKeyDeletion(key.PendingWindowDays ?? 30);
        }

        if (!held)
        {
            yield return HoldTag.Write(by, request.Reason, time.GetUtcNow());
        }

        if (request.ReEnable)
        {
            yield return new KeyAction.EnableKey();
        }
    }

    private static RollbackEntry Fail(KeyArn key, KeyState? before, KeyState? after, Failure failure) => new(
        key.ToString(),
        before,
        after,
        failure.Kind == FailureKind.NotFound ? RollbackOutcome.NotFound : RollbackOutcome.Failed,
        (before, after) switch
        {
            (KeyState.PendingDeletion or KeyState.PendingReplicaDeletion, KeyState.Disabled) =>
                $"the deletion is cancelled, but {failure}; without the tag {KeyTags.Hold} a sweep may schedule it again",
            _ => failure.ToString(),
        });
}
