using KmsGuard.Detect;
using KmsGuard.Evaluate;

namespace KmsGuard.Remediate;

/// <summary>Does what was decided on one key, and gives the decision with what came of it.</summary>
public sealed class KeyRemediation(IKmsRegion kms, SweepOptions options, string runId, TimeProvider time)
{
    /// <summary>Acts, where the rule's mode says so; a dry run comes back as it was.</summary>
    public async Task<Decision> ActAsync(Decision decision, KeySnapshot key, CancellationToken cancellationToken) => decision switch
    {
        { Rule: Decision.RotationRule, Action: { } action } when options.Rotation == RuleMode.Enforce =>
            await ApplyAsync(decision, action, Outcome.Changed, cancellationToken),
        { IsDueDeletion: true } when options.Deletion == RuleMode.Enforce =>
            await ScheduleAsync(decision, key, cancellationToken),
        { Rule: Decision.DeletionRule, Action: KeyAction.TagResource mark } when options.Deletion == RuleMode.Enforce =>
            await ApplyAsync(decision, mark, Outcome.Held, cancellationToken),
        _ => decision,
    };

    // Read again, decide again, then tag, then schedule: tags cannot be written once a deletion is scheduled, and a
    // scheduled key without its run's tag would be one that a rollback of the run cannot find.
    private async Task<Decision> ScheduleAsync(Decision decision, KeySnapshot key, CancellationToken cancellationToken)
    {
        key = key with
        {
            Aliases = await kms.ListAliasesAsync(key.Arn.KeyId, cancellationToken),
            Description = await kms.DescribeKeyAsync(key.Arn.KeyId, cancellationToken),
            Tags = await kms.ListResourceTagsAsync(key.Arn, cancellationToken),
        };
        if (key.Description.Value is { State: not KeyState.Disabled } now)
        {
            return decision with
            {
                State = now.State,
                Outcome = Outcome.Held,
                Action = null,
                Reasons = [Reason.StateChanged],
                Detail = $"it was Disabled when it was read and is {now.State} now",
            };
        }

        var again = KeyEvaluator.Decide(key, options, time.GetUtcNow());
        if (!again.IsDueDeletion)
        {
            return again;
        }

        var tag = new KeyAction.TagResource(KeyTags.Run, runId, key.Tags.Value?.GetValueOrDefault(KeyTags.Run));
        if (await kms.ApplyAsync(key.Arn, tag, cancellationToken) is { } untagged)
        {
            return Fail(again, untagged);
        }

        return await kms.ApplyAsync(key.Arn, again.Action!, cancellationToken) is { } failure && !await IsOursAsync(key.Arn, cancellationToken)
            ? Fail(again, failure)
            : await WithDeadlineAsync(again with { Outcome = Outcome.Changed }, cancellationToken);
    }

    // An answer can be lost after KMS has acted, and the SDK's next try is then refused for the key's state. Pending
    // deletion under this run's tag is this run's doing; under another's it is not.
    private async Task<bool> IsOursAsync(KeyArn key, CancellationToken cancellationToken) =>
        (await kms.DescribeKeyAsync(key.KeyId, cancellationToken)).Value?.State.IsPendingDeletion() == true
        && (await kms.ListResourceTagsAsync(key, cancellationToken)).Value?.GetValueOrDefault(KeyTags.Run) == runId;

    private async Task<Decision> ApplyAsync(Decision decision, KeyAction action, Outcome success, CancellationToken cancellationToken) =>
        await kms.ApplyAsync(decision.Arn, action, cancellationToken) is { } failure
            ? Fail(decision, failure)
            : decision with { Outcome = success };

    // KMS may wait up to a day longer than asked: only DescribeKey knows the date.
    private async Task<Decision> WithDeadlineAsync(Decision decision, CancellationToken cancellationToken)
    {
        var description = (await kms.DescribeKeyAsync(decision.Arn.KeyId, cancellationToken)).Value;
        return description?.DeletionDate is { } date
            ? decision with { State = description.State, DeletionDate = date, Detail = $"deleted on {DisabledSince.ToTag(date)}; {decision.Detail}" }
            : decision with { State = KeyState.PendingDeletion };
    }

    private static Decision Fail(Decision decision, Failure failure) => decision with
    {
        Outcome = Outcome.Failed,
        Reasons = [.. decision.Reasons, Reason.Of(failure)],
        Detail = $"{failure}; {decision.Detail}",
    };
}
