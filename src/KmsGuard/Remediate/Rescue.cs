using System.Text.Json.Serialization;
using KmsGuard.Detect;
using KmsGuard.Evaluate;
using KmsGuard.Restore;

namespace KmsGuard.Remediate;

/// <summary>What became of a rescue.</summary>
[JsonConverter(typeof(KebabCaseConverter<RescueOutcome>))]
public enum RescueOutcome
{
    /// <summary>The deletion is cancelled, and the key is held.</summary>
    Done,

    /// <summary>That was so already, on account of this event.</summary>
    DoneBefore,

    /// <summary>The key has been rescued too often: a person must act.</summary>
    Withheld,

    /// <summary>It did not work, or not all of it: a person must act.</summary>
    Failed,
}

/// <summary>A rescue that was tried.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Rule">The rule that asked for it.</param>
/// <param name="Detail">More about it, in words; some of them are from outside.</param>
/// <param name="After">The key's state afterwards, read again; null when it was not read.</param>
public sealed record RescueResult(RescueOutcome Outcome, RescueMode Rule, string Detail, KeyState? After = null)
{
    /// <summary>Whether the deletion may have been cancelled without a count in the key's tags.</summary>
    public bool Uncounted { get; init; }

    /// <summary>Whether a person must act.</summary>
    public bool NeedsPerson => Outcome is RescueOutcome.Withheld or RescueOutcome.Failed;
}

/// <summary>Takes a deletion back because of an event, within a time budget. Nothing in here throws but the caller's own
/// cancellation: the alert goes out whatever becomes of it.</summary>
public sealed class Rescue(IKmsRegions regions, TimeProvider time)
{
    /// <summary>Reads the key, decides, and acts.</summary>
    /// <param name="happened">The event.</param>
    /// <param name="rule">The rule that it falls under.</param>
    /// <param name="account">The account to enter; null for the caller's own.</param>
    /// <param name="budget">How long it may take.</param>
    /// <param name="cancellationToken">The caller's own.</param>
    /// <returns>Null when there was nothing to rescue.</returns>
    public async Task<RescueResult?> TryAsync(
        KeyEvent happened, RescueMode rule, string? account, TimeSpan budget, CancellationToken cancellationToken)
    {
        if (happened.Key is not { } key)
        {
            return new(RescueOutcome.Failed, rule, "the event does not name the key");
        }

        using var deadline = new CancellationTokenSource(budget, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        var acting = false;
        try
        {
            // Waited for from outside too: a call that ignores its token must not hold the alert.
            var kms = await regions.OpenAsync(account, key.Region, Run.Alert, stop.Token).WaitAsync(stop.Token);
            var read = await ReadAsync(kms, key, stop.Token).WaitAsync(stop.Token);
            var decision = RescueRule.Decide(happened, read, time.GetUtcNow());
            var state = read.Description?.Value?.State;
            acting = decision.Step == RescueStep.Rescue;
            return decision.Step switch
            {
                RescueStep.DoneBefore => new(RescueOutcome.DoneBefore, rule, decision.Reason, state),
                RescueStep.Withhold => new(RescueOutcome.Withheld, rule, decision.Reason, state),
                RescueStep.Unread => new(RescueOutcome.Failed, rule, decision.Reason, state),
                RescueStep.Rescue => await ActAsync(kms, read, Why(rule, happened), decision.Count, rule, stop.Token).WaitAsync(stop.Token),
                _ => null,
            };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new(RescueOutcome.Failed, rule, $"no answer within {budget.TotalSeconds:0.#} seconds{(acting ? "; the deletion may be cancelled or not" : "")}") { Uncounted = acting };
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return new(RescueOutcome.Failed, rule, e.Message) { Uncounted = acting };
        }
    }

    // The tags first: a key whose state was read before another environment's rescue, and its tags after it, would look as if it
    // had been scheduled once more, and be counted twice.
    private static async Task<KeySnapshot> ReadAsync(IKmsRegion kms, KeyArn key, CancellationToken stop)
    {
        var tags = await kms.ListResourceTagsAsync(key, stop);
        return new(key) { Description = await kms.DescribeKeyAsync(key, stop), Tags = tags };
    }

    private async Task<RescueResult> ActAsync(
        IKmsRegion kms, KeySnapshot key, string why, int count, RescueMode rule, CancellationToken stop)
    {
        var by = RescueHold.By(count);
        var restored = await new KeyRestoration(kms, new RollbackRequest { Reason = why }, by, time).RestoreAsync(key.Arn, stop);
        if (restored.Outcome is RollbackOutcome.NotFound or RollbackOutcome.Failed)
        {
            return new(RescueOutcome.Failed, rule, restored.Error!, restored.After)
            {
                // Still pending because the cancel was refused, or again because somebody was faster than the tag.
                Uncounted = restored.After?.IsPendingDeletion() != true
                    || restored.FailedOperation != nameof(KeyAction.CancelKeyDeletion),
            };
        }

        // A hold that is there already is left as it is by a rollback; here it is where rescues are counted.
        if (key.Tags?.Value is { } tags && tags.TryGetValue(KeyTags.Hold, out var held))
        {
            var counted = HoldTag.Write(by, RescueHold.Of(tags) is null ? $"{why} - held before: {held}" : why, time.GetUtcNow());
            if (await kms.ApplyAsync(key.Arn, counted with { Before = held }, stop) is { } failure)
            {
                return new(RescueOutcome.Failed, rule, $"the deletion is cancelled, but this rescue could not be counted in the tag {KeyTags.Hold}: {failure}", restored.After) { Uncounted = true };
            }
        }

        return new(RescueOutcome.Done, rule, $"the deletion is cancelled and the key is held, as rescue {count} of {RescueRule.MostRescues}", restored.After);
    }

    private static string Why(RescueMode rule, KeyEvent happened) =>
        $"{KebabCase.Of(rule)} {happened.Name} by {happened.Principal.RoleArn ?? happened.Principal.Arn ?? happened.Principal.Name}";
}
