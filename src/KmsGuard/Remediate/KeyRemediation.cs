using KmsGuard.Detect;
using KmsGuard.Evaluate;

namespace KmsGuard.Remediate;

/// <summary>Does what was decided on one key, and gives the decision with what came of it.</summary>
public sealed class KeyRemediation(IKmsRegion kms, SweepOptions options, string runId, TimeProvider time)
{
    /// <summary>Acts, where the rule's mode says so; a dry run, and a deletion, come back as they were.</summary>
    public async Task<Decision> ActAsync(Decision decision, CancellationToken cancellationToken) => decision switch
    {
        { Rule: Decision.RotationRule, Action: KeyAction.EnableKeyRotation rotation } when options.Rotation == RuleMode.Enforce =>
            await RotateAsync(decision, rotation, cancellationToken),
        { Rule: Decision.DeletionRule, Action: KeyAction.TagResource mark } when options.Deletion == RuleMode.Enforce =>
            await ApplyAsync(decision, mark, Outcome.Held, cancellationToken),
        _ => decision,
    };

    /// <summary>Schedules the deletion of a key that the breaker lets go, where the rule's mode says so and it is still due.</summary>
    public async Task<Decision> DeleteAsync(KeySnapshot key, CancellationToken cancellationToken)
    {
        var decision = KeyEvaluator.Decide(key, options, time.GetUtcNow());
        if (options.Deletion != RuleMode.Enforce)
        {
            return decision;
        }

        // A slice of this run may have scheduled it and run out of time before it heard of it.
        return key.Description?.Value?.State.IsPendingDeletion() == true && await IsOursAsync(key.Arn, cancellationToken)
                ? await ScheduledAsync(decision with { Rule = Decision.DeletionRule, Reasons = [], Action = Schedule }, cancellationToken)
            : decision.IsDueDeletion ? await ScheduleAsync(decision, key, cancellationToken)
            : decision;
    }

    private KeyAction.ScheduleKeyDeletion Schedule => new(options.WindowDays);

    // Read again, decide again, then tag, then schedule: tags cannot be written once a deletion is scheduled, and a
    // scheduled key without its run's tag would be one that a rollback of the run cannot find.
    private async Task<Decision> ScheduleAsync(Decision decision, KeySnapshot key, CancellationToken cancellationToken)
    {
        var (aliases, description, tags) = (
            kms.ListAliasesAsync(key.Arn.KeyId, cancellationToken),
            kms.DescribeKeyAsync(key.Arn.KeyId, cancellationToken),
            kms.ListResourceTagsAsync(key.Arn, cancellationToken));
        key = key with { Aliases = await aliases, Description = await description, Tags = await tags };
        if (key.Description.Value is { State: not KeyState.Disabled } now)
        {
            return Changed(decision, now, $"it was Disabled when it was read and is {now.State} now");
        }

        var again = KeyEvaluator.Decide(key, options, time.GetUtcNow());
        if (!again.IsDueDeletion)
        {
            return again;
        }

        var tag = new KeyAction.TagResource(KeyTags.Run, runId, key.Tags.Value?.GetValueOrDefault(KeyTags.Run));
        if (await kms.ApplyAsync(key.Arn, tag, cancellationToken) is { } untagged)
        {
            return untagged.Kind == FailureKind.InvalidState ? await RacedAsync(again, untagged, cancellationToken) : Fail(again, untagged);
        }

        if (await LookAgainAsync(again, key, tag, cancellationToken) is { } held)
        {
            return held;
        }

        return await kms.ApplyAsync(key.Arn, Schedule, cancellationToken) switch
        {
            null => await ScheduledAsync(again, cancellationToken),
            // A first try that KMS refuses for the state comes too late: somebody else was faster.
            { Kind: FailureKind.InvalidState, Retried: false } refused => await RacedAsync(again, refused, cancellationToken),
            var lost => await IsOursAsync(key.Arn, cancellationToken) ? await ScheduledAsync(again, cancellationToken) : Fail(again, lost),
        };
    }

    // The last look before the deletion, and after the tag that announces it: a rollback sets its hold first and looks for such a
    // tag then, so that of the two at least one sees the other. Null when the key may go.
    private async Task<Decision?> LookAgainAsync(Decision decision, KeySnapshot key, KeyAction.TagResource tag, CancellationToken cancellationToken)
    {
        var (describing, tagged) = (kms.DescribeKeyAsync(key.Arn.KeyId, cancellationToken), kms.ListResourceTagsAsync(key.Arn, cancellationToken));
        key = key with { Description = await describing, Tags = await tagged };
        if (key.Description.Value is { State: not KeyState.Disabled } now)
        {
            return Changed(decision, now, $"it was Disabled when it was read and is {now.State} now");
        }

        // What was there before may be read once more: KMS does not promise at once what was just written.
        if (key.Description.Value is { } known && key.Tags.Value?.GetValueOrDefault(KeyTags.Run) is { } run && run != runId && run != tag.Before)
        {
            return Changed(decision, known, $"run {run} has taken it up at the same time");
        }

        var again = KeyEvaluator.Decide(key, options, time.GetUtcNow());
        return again.IsDueDeletion ? null : again;
    }

    // An answer can be lost after KMS has acted, and the SDK's next try is then refused for the key's state. Pending
    // deletion under this run's tag is this run's doing; under another's it is not.
    private async Task<bool> IsOursAsync(KeyArn key, CancellationToken cancellationToken) =>
        (await kms.DescribeKeyAsync(key.KeyId, cancellationToken)).Value?.State.IsPendingDeletion() == true
        && await RunOfAsync(key, cancellationToken) == runId;

    private async Task<string?> RunOfAsync(KeyArn key, CancellationToken cancellationToken) =>
        (await kms.ListResourceTagsAsync(key, cancellationToken)).Value?.GetValueOrDefault(KeyTags.Run);

    // KMS may wait up to a day longer than asked: only DescribeKey knows the date. And of two sweeps side by side one
    // schedules, while the tag can be the other's, which came between. A hold that came between is what nobody may overlook.
    private async Task<Decision> ScheduledAsync(Decision decision, CancellationToken cancellationToken)
    {
        var (describing, tagged) = (kms.DescribeKeyAsync(decision.Arn.KeyId, cancellationToken), kms.ListResourceTagsAsync(decision.Arn, cancellationToken));
        var (description, tags) = ((await describing).Value, (await tagged).Value);
        var run = tags?.GetValueOrDefault(KeyTags.Run);
        if (tags is not null && new KeySnapshot(decision.Arn) { Tags = Reading.Of(tags) } is var seen
            && new[] { Exemption.ByHold(seen), Exemption.ByTag(seen) }.FirstOrDefault(check => check.Result == CheckResult.Failed) is { } kept)
        {
            return decision with
            {
                Outcome = Outcome.Failed,
                State = description?.State ?? KeyState.PendingDeletion,
                DeletionDate = description?.DeletionDate,
                Reasons = [kept.Reason!],
                Detail = $"{kept.Evidence} came at the very moment at which its deletion was scheduled: take that back with kmsguard rollback {decision.Arn}",
            };
        }

        var under = run is null || run == runId ? "" : $"under the tag of run {run}, which came between: roll back that run, or the key; ";
        return decision with
        {
            Outcome = Outcome.Changed,
            State = description?.State ?? KeyState.PendingDeletion,
            DeletionDate = description?.DeletionDate,
            Detail = (description?.DeletionDate is { } date ? $"deleted on {DisabledSince.ToTag(date)}; " : "") + under + decision.Detail,
        };
    }

    private async Task<Decision> RacedAsync(Decision decision, Failure refused, CancellationToken cancellationToken) =>
        (await kms.DescribeKeyAsync(decision.Arn.KeyId, cancellationToken)).Value is { State: not KeyState.Disabled } now
            ? Changed(decision, now, $"it was Disabled when it was read and {now.State} when it was to be scheduled")
            : Fail(decision, refused);

    private static Decision Changed(Decision decision, KeyDescription now, string detail) => decision with
    {
        State = now.State,
        DeletionDate = now.DeletionDate,
        Outcome = Outcome.Held,
        Action = null,
        Reasons = [Reason.StateChanged],
        Detail = detail,
    };

    // The answer can be lost after KMS has acted here too: what counts is how the key rotates now.
    private async Task<Decision> RotateAsync(Decision decision, KeyAction.EnableKeyRotation action, CancellationToken cancellationToken)
    {
        var done = await ApplyAsync(decision, action, Outcome.Changed, cancellationToken);
        return done.Outcome == Outcome.Failed
            && (await kms.GetKeyRotationStatusAsync(decision.Arn, cancellationToken)).Value is { Enabled: true } now
            && now.PeriodDays == action.PeriodDays
                ? decision with { Outcome = Outcome.Changed }
                : done;
    }

    private async Task<Decision> ApplyAsync(Decision decision, KeyAction action, Outcome success, CancellationToken cancellationToken) =>
        await kms.ApplyAsync(decision.Arn, action, cancellationToken) is { } failure
            ? Fail(decision, failure)
            : decision with { Outcome = success };

    private static Decision Fail(Decision decision, Failure failure) => decision with
    {
        Outcome = Outcome.Failed,
        Reasons = [.. decision.Reasons, Reason.Of(failure)],
        Detail = $"{failure}; {decision.Detail}",
    };
}
