using KmsGuard.Detect;
using KmsGuard.Remediate;

namespace KmsGuard.Evaluate;

/// <summary>Enabled keys that can rotate do, and often enough (Conformity KMS-002, CIS 3.6, Security Hub KMS.4).</summary>
public static class RotationRule
{
    /// <summary>What the rule needs to read next; null when it can decide.</summary>
    public static KeyRead? NextRead(KeySnapshot key, KeyDescription description, SweepOptions options) =>
        options.Rotation == RuleMode.Off || RotationEligibility.Obstacles(description).Count > 0 ? null
        : key.Rotation is null ? KeyRead.Rotation
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
                ? [Check.Pass(eligible, $"{description.Spec}, {description.Origin}")]
                : obstacles.Select(reason => Check.Fail(eligible, reason, $"{description.Spec}, {description.Origin}")),
            Check.Of(rotates, key.Rotation, status => Due(status, options) is { } due
                ? Check.Fail(rotates, due.Reason, status.Describe())
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
            Detail = description.MultiRegion == MultiRegionKind.Replica ? $"primary {description.Primary}" : description.Spec,
        };
        if (decision.Reasons.Count > 0)
        {
            return decision;
        }

        if (key.Rotation is not { Value: { } status })
        {
            return Unread(decision, key.Rotation?.Failure);
        }

        decision = decision with { Detail = status.Describe() };
        if (Due(status, options) is not var (reason, action))
        {
            return decision with { Outcome = Outcome.Compliant, Reasons = [Reason.Rotates] };
        }

        Check[] exemptions = [ExemptAlias(key, options), Exemption.ByTag(key)];
        var exempt = exemptions.Where(check => Exemption.Is(check.Reason)).ToList();
        return exempt.Count > 0 ? decision with { Outcome = Outcome.Exempt, Reasons = [.. exempt.Select(check => check.Reason!)] }
            : exemptions.FirstOrDefault(check => check.Result != CheckResult.Passed) is { } open
                ? decision with { Outcome = Outcome.Unreadable, Reasons = [open.Reason ?? Reason.ServiceError, reason], Detail = open.Evidence }
            : decision with { Outcome = Outcome.Planned, Action = action, Reasons = [reason] };
    }

    private static Decision Unread(Decision decision, Failure? failure) => decision with
    {
        Outcome = Outcome.Unreadable,
        Reasons = [failure is null ? Reason.ServiceError : Reason.Of(failure)],
        Detail = failure?.ToString() ?? "rotation was not read",
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
