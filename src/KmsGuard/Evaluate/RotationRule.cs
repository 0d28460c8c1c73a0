using KmsGuard.Detect;
using KmsGuard.Remediate;

namespace KmsGuard.Evaluate;

/// <summary>Enabled keys that can rotate do, and often enough (Conformity KMS-002, CIS 3.6, Security Hub KMS.4).</summary>
public static class RotationRule
{
    /// <summary>What the rule needs to read next; null when it can decide.</summary>
    public static KeyRead? NextRead(KeySnapshot key, KeyDescription description, SweepOptions options) =>
        options.Rotation == RuleMode.Off || !RotationEligibility.HasStatus(description) ? null
        : key.Rotation is null ? KeyRead.Rotation
        : description.MultiRegion == MultiRegionKind.Replica ? null
        : key.Tags is null && Due(key, options) is not null && !Exemption.Is(ExemptAlias(key, options).Reason) ? KeyRead.Tags
        : null;

    /// <summary>The checks in their order.</summary>
    public static IReadOnlyList<Check> Checks(KeySnapshot key, KeyDescription description, SweepOptions options)
    {
        const string eligible = "can rotate", rotates = "rotates often enough";
        var obstacles = RotationEligibility.Obstacles(description);
        return
        [
            .. obstacles.Count == 0
                ? [Check.Pass(eligible, Describe(description))]
                : obstacles.Select(reason => Check.Fail(eligible, reason, Describe(description))),
            Check.Of(rotates, key.Rotation, status => Due(status, options) is { } due
                // KMS says so of every such key, whatever it was before.
                ? Check.Fail(rotates, due.Reason, status.Describe() + (description.State.IsPendingDeletion() ? " while its deletion is pending" : ""))
                : Check.Pass(rotates, status.Describe())),
            ExemptAlias(key, options),
            Exemption.ByTag(key),
        ];
    }

    /// <summary>Decides on an enabled customer key.</summary>
    public static Decision Decide(KeySnapshot key, KeyDescription description, SweepOptions options)
    {
        var decision = new Decision
        {
            Arn = key.Arn,
            State = description.State,
            Rule = Decision.RotationRule,
            Outcome = Outcome.Ineligible,
            Reasons = RotationEligibility.Obstacles(description),
            Detail = Describe(description),
        };
        if (decision.Reasons.Count > 0)
        {
            return RotationEligibility.HasStatus(description) ? Replica(decision, key.Rotation) : decision;
        }

        if (key.Rotation is not { Value: { } status })
        {
            return Unread(decision, key.Rotation?.Failure);
        }

        decision = decision with { Detail = status.Describe(), Rotates = status.Enabled };
        if (Due(status, options) is not var (reason, action))
        {
            return decision with { Outcome = Outcome.Compliant, Reasons = [Reason.Rotates] };
        }

        Check[] exemptions = [ExemptAlias(key, options), Exemption.ByTag(key)];
        var exempt = exemptions.Where(check => Exemption.Is(check.Reason)).ToList();
        var open = exemptions.Where(check => check.Result != CheckResult.Passed).ToList();
        return exempt.Count > 0 ? Keep(exempt) with { Outcome = Outcome.Exempt, Reasons = [.. exempt.Select(check => check.Reason!)] }
            : open.Count > 0 ? Keep(open) with { Outcome = Outcome.Unreadable, Reasons = [.. open.Select(check => check.Reason ?? Reason.ServiceError).Distinct(), reason] }
            : decision with { Outcome = Outcome.Planned, Action = action, Reasons = [reason] };

        Decision Keep(List<Check> because) =>
            decision with { Detail = string.Join("; ", because.Select(check => check.Evidence).Distinct().Append(decision.Detail)) };
    }

    // Whatever the status is, nothing is due here: the primary has an outcome of its own where it is swept. So a status that
    // cannot be read is told and no failure, but for a read that the next slice of the run is still to make.
    private static Decision Replica(Decision decision, Reading<RotationStatus>? status) => status switch
    {
        null => decision,
        { Value: { } shared } => decision with { Detail = $"{decision.Detail}: {shared.Describe()}" },
        { Failure: { Kind: FailureKind.OutOfTime } failure } => Unread(decision, failure),
        _ => decision with { Detail = Quote.Of($"{decision.Detail}: could not be read: {status.Failure}", 400) },
    };

    private static string Describe(KeyDescription key) =>
        key.MultiRegion != MultiRegionKind.Replica ? $"{key.Spec}, {key.Origin}"
        : RotationEligibility.HasStatus(key) ? $"replica of {key.Primary}, which carries the setting"
        : $"{key.Spec}, {key.Origin}, replica of {key.Primary}";

    private static Decision Unread(Decision decision, Failure? failure) => decision with
    {
        Outcome = Outcome.Unreadable,
        Reasons = [failure is null ? Reason.ServiceError : Reason.Of(failure)],
        Detail = failure is null ? "rotation was not read" : Quote.Of(failure.ToString(), 400),
    };

    // Without globs no alias can exempt a key, so an unreadable list of aliases need not stand in the way of rotation.
    private static Check ExemptAlias(KeySnapshot key, SweepOptions options) =>
        options.ExemptAliases.Count == 0
            ? Check.Pass("no exempt alias", "no exempt aliases are set")
            : Exemption.ByAlias(key, options);

    private static (string Reason, KeyAction Action)? Due(KeySnapshot key, SweepOptions options) =>
        key.Rotation?.Value is { } status ? Due(status, options) : null;

    // Never lengthens a period, and never touches a key that complies: EnableKeyRotation moves the next rotation date.
    private static (string Reason, KeyAction Action)? Due(RotationStatus status, SweepOptions options) => status switch
    {
        { Enabled: false } => (Reason.RotationOff, new KeyAction.EnableKeyRotation(options.RotationPeriodDays)),
        { PeriodDays: { } days } when days > options.RotationPeriodDays =>
            (Reason.RotationPeriodTooLong, new KeyAction.EnableKeyRotation(options.RotationPeriodDays, days)),
        _ => null,
    };
}
