using KmsGuard.Detect;
using KmsGuard.Evaluate;
using KmsGuard.Report;

namespace KmsGuard.Remediate;

/// <summary>Does what a plan has for a key, if the key still is as it was: everything is read again and decided on again, by the
/// plan's settings, and only the same decision is acted on.</summary>
internal sealed class KeyApplication(IKmsRegion kms, SweepOptions options, string runId, TimeProvider time)
{
    private readonly KeyRemediation remediation = new(kms, options, runId, time);

    /// <summary>Applies. Only cancellation is thrown.</summary>
    public async Task<KeyReport> ApplyAsync(PlannedKey planned, CancellationToken cancellationToken)
    {
        var known = new KeySnapshot(planned.Arn) { Aliases = await kms.ListAliasesAsync(planned.Arn.KeyId, cancellationToken) };
        var key = await kms.ReadForDecisionAsync(known, options, time.GetUtcNow(), cancellationToken);
        var decision = KeyEvaluator.Decide(key, options, time.GetUtcNow());
        if (planned.IsStill(decision))
        {
            decision = decision.IsDueDeletion
                ? await remediation.DeleteAsync(key, cancellationToken)
                : await remediation.ActAsync(decision, cancellationToken);
        }

        return decision switch
        {
            { IsOutOfTime: true } => NotDone(planned),
            { Outcome: Outcome.Failed or Outcome.Unreadable } => Report(decision),
            _ when planned.IsStill(decision) => Report(decision),
            _ => Report(await RefuseAsync(planned, decision, cancellationToken)),
        };
    }

    /// <summary>The entry of a key that time ran out for: it is planned as before.</summary>
    public static KeyReport NotDone(PlannedKey planned) => Entry(planned, Outcome.Planned, Reason.OutOfTime, "stopped before it was done");

    /// <summary>The entry of a key whose Region cannot be entered.</summary>
    public static KeyReport NotReached(PlannedKey planned, Failure failure) =>
        Entry(planned, Outcome.Failed, Reason.Of(failure), Quote.Of(failure.ToString(), 400));

    // Only what this code has checked is taken from the plan, none of its texts.
    private static KeyReport Entry(PlannedKey planned, Outcome outcome, string reason, string detail) =>
        new(planned.Arn.ToString(), null, outcome, planned.Rule, planned.Action.Operation, [.. planned.Reasons, reason], detail);

    private async Task<Decision> RefuseAsync(PlannedKey planned, Decision now, CancellationToken cancellationToken)
    {
        var run = now.State?.IsPendingDeletion() == true
            ? (await kms.ListResourceTagsAsync(planned.Arn, cancellationToken)).Value?.GetValueOrDefault(KeyTags.Run)
            : null;
        string[] details = [$"planned was {Words(planned.Action.Operation, planned.Reasons)}", $"now it is {Words(KebabCase.Of(now.Outcome), now.Reasons)}", run is null ? "" : $"under the tag of run {Quote.Of(run)}", now.Detail];
        return now with
        {
            Outcome = Outcome.Held,
            Rule = planned.Rule,
            Action = null,
            Reasons = [.. now.Reasons.Prepend(Reason.StateChanged).Distinct()],
            Detail = string.Join("; ", details.Where(detail => detail.Length > 0)),
        };
    }

    private static string Words(string what, IReadOnlyList<string> reasons) =>
        reasons.Count == 0 ? what : $"{what} ({string.Join(", ", reasons)})";

    private KeyReport Report(Decision decision) => KeyReport.Of(decision, time.GetUtcNow());
}
