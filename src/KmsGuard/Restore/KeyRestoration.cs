using KmsGuard.Detect;
using KmsGuard.Evaluate;
using KmsGuard.Remediate;

namespace KmsGuard.Restore;

/// <summary>Takes back what was done to one key. Running it again, or after it was interrupted, ends in the same state.</summary>
public sealed class KeyRestoration(IKmsRegion kms, RollbackRequest request, string? by, TimeProvider time)
{
    /// <summary>Whether there is anything to take back in that state: others are safe, or not a rollback's business.</summary>
    internal static bool CanRestore(KeyState state) => state.IsPendingDeletion() || state == KeyState.Disabled;

    /// <summary>Reads, acts, reads again. Cancellation is thrown before the first act: a key that is begun is finished.</summary>
    public async Task<RollbackEntry> RestoreAsync(KeyArn key, CancellationToken cancellationToken)
    {
        var description = await kms.DescribeKeyAsync(key, cancellationToken);
        if (description.Value is not { } before)
        {
            return RestoreTrouble.Entry(key, null, null, description.Failure!);
        }

        if (!CanRestore(before.State))
        {
            return new(key.ToString(), before.State, before.State, RollbackOutcome.AlreadySafe, null)
            {
                Note = before.State == KeyState.PendingImport ? "it waits for its key material, not for its deletion: left alone" : null,
            };
        }

        var tags = await kms.ListResourceTagsAsync(key, cancellationToken);
        var held = tags.Value?.ContainsKey(KeyTags.Hold) == true;
        var actions = Plan(before, held).ToList();
        var outcome = before.State != KeyState.Disabled || request.ReEnable ? RollbackOutcome.Restored : RollbackOutcome.AlreadySafe;
        if (request.DryRun)
        {
            return new(key.ToString(), before.State, null, outcome, null);
        }

        cancellationToken.ThrowIfCancellationRequested();
        var entry = await ActAsync(before with { Arn = key }, actions, outcome);
        return entry with { Raced = entry.Raced || await IsTakenUpAsync(key, before, tags.Value) };
    }

    // A sweep tags a key, looks for a hold, and schedules. So who finds no new tag after the hold was set can be sure that the hold
    // is seen; a tag that came since, or stands on a key that waits for nothing, may be one of a sweep that has looked already.
    private async Task<bool> IsTakenUpAsync(KeyArn key, KeyDescription before, IReadOnlyDictionary<string, string>? tags)
    {
        var run = (await kms.ListResourceTagsAsync(key, CancellationToken.None)).Value?.GetValueOrDefault(KeyTags.Run);
        return run is not null && tags is not null
            && (run != tags.GetValueOrDefault(KeyTags.Run) || (before.State == KeyState.Disabled && !tags.ContainsKey(KeyTags.Hold)));
    }

    private async Task<RollbackEntry> ActAsync(KeyDescription before, IReadOnlyList<KeyAction> actions, RollbackOutcome outcome)
    {
        var key = before.Arn;
        foreach (var action in actions)
        {
            if (await kms.ApplyAsync(key, action, CancellationToken.None) is { } failure)
            {
                // The answer to a cancel can be lost after KMS has acted: what counts is whether the key still waits.
                var state = await StateAsync(key);
                if (action is not KeyAction.CancelKeyDeletion || state is not (KeyState.Disabled or KeyState.Enabled))
                {
                    return RestoreTrouble.Entry(key, before, state, failure) with
                    {
                        Raced = failure.Kind == FailureKind.InvalidState && state?.IsPendingDeletion() == true,
                    };
                }
            }
        }

        var after = await StateAsync(key);
        if (after?.IsPendingDeletion() == true)
        {
            return new(key.ToString(), before.State, after, RollbackOutcome.Failed, "its deletion was scheduled again at the same time") { Raced = true };
        }

        var rotates = request.ReEnable && after == KeyState.Enabled && RotationEligibility.Obstacles(before).Count == 0
            ? (await kms.GetKeyRotationStatusAsync(key, CancellationToken.None)).Value?.Enabled
            : null;
        return new(key.ToString(), before.State, after, outcome, null)
        {
            Rotates = rotates,
            // While a key is pending deletion KMS answers that it does not rotate, so it cannot be told what was before.
            Note = rotates == false ? "it does not rotate: either it did not before, or rotation has not come back" : null,
        };
    }

    private async Task<KeyState?> StateAsync(KeyArn key) => (await kms.DescribeKeyAsync(key.KeyId, CancellationToken.None)).Value?.State;

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
}
