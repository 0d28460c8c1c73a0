using KmsGuard.Detect;
using KmsGuard.Remediate;

namespace KmsGuard.Evaluate;

/// <summary>Disabled keys are deleted when everything proves that nobody needs them (Conformity KMS-003). It fails closed:
/// what cannot be read, or proven, holds the key.</summary>
public static class DeletionRule
{
    /// <summary>What the rule needs to read next; null when it can decide. The dearest question comes last
    /// (GetKeyLastUsage: five a second), and only when every other check lets the key go.</summary>
    public static KeyRead? NextRead(KeySnapshot key, KeyDescription description, SweepOptions options, DateTimeOffset now)
    {
        if (options.Deletion == RuleMode.Off || Exemption.Is(Exemption.ByAlias(key, options).Reason))
        {
            return null;
        }

        if (key.Tags is null)
        {
            return KeyRead.Tags;
        }

        if (Exemption.Is(Exemption.ByTag(key).Reason))
        {
            return null;
        }

        return key.Grants is null ? KeyRead.Grants
            : options.IdleDays > 0 && key.LastUsage is null
                && Checks(key, description, options, now).All(check => check.Result is CheckResult.Passed or CheckResult.NotAsked)
                ? KeyRead.LastUsage
            : null;
    }

    /// <summary>The checks in their order: all of them must pass.</summary>
    public static IReadOnlyList<Check> Checks(KeySnapshot key, KeyDescription description, SweepOptions options, DateTimeOffset now) =>
    [
        Exemption.ByAlias(key, options),
        Exemption.ByTag(key),
        Exemption.ByHold(key),
        DisabledSince.Check(key, description, options, now),
        IdleTime.Check(key, options, now),
        Check.Of("no grants", key.Grants, grants => grants.Count > 0
            ? Check.Fail("no grants", Reason.HasGrants, Describe(grants))
            : Check.Pass("no grants", "")),
        description switch
        {
            { MultiRegion: MultiRegionKind.Primary, Replicas.Count: > 0 } =>
                Check.Fail("no replicas", Reason.HasReplicas, $"replicas in {Quote.Few(description.Replicas.Select(replica => replica.Region))}"),
            { MultiRegion: MultiRegionKind.Replica } => Check.Pass("no replicas", $"itself a replica of {description.Primary}"),
            _ => Check.Pass("no replicas", ""),
        },
    ];

    /// <summary>Decides on a disabled customer key.</summary>
    public static Decision Decide(KeySnapshot key, KeyDescription description, SweepOptions options, DateTimeOffset now)
    {
        var checks = Checks(key, description, options, now);
        var exempt = checks.Any(check => Exemption.Is(check.Reason));
        // An exempt key is asked nothing more, so of it only what people asked for is reported.
        var holding = checks.Where(check => exempt ? Exemption.Is(check.Reason) || check.Reason == Reason.HoldTag : check.Reason is not null).ToList();
        var unread = holding.Any(check => check.Result == CheckResult.Unread);
        // What holds speaks for itself; what passed needs its name.
        var evidence = holding.Count > 0 ? holding.Select(check => check.Evidence).Distinct()
            : checks.Where(check => check.Result == CheckResult.Passed).Select(check => check.Evidence.Length > 0 ? $"{check.Name}: {check.Evidence}" : check.Name);
        var decision = new Decision
        {
            Arn = key.Arn,
            State = description.State,
            DisabledSince = DisabledSince.Proven(key, description, now),
            Rule = Decision.DeletionRule,
            Outcome = exempt ? Outcome.Exempt : unread ? Outcome.Unreadable : Outcome.Held,
            Reasons = [.. holding.Select(check => check.Reason!).Distinct()],
            Detail = string.Join("; ", evidence),
        };
        if (holding.Count > 0)
        {
            return decision with { Action = Mark(key, checks, exempt || unread, now) };
        }

        // Not asked is not passed: a caller that leaves out a read gets no deletion for it.
        var open = checks.Where(check => check.Result != CheckResult.Passed).Select(check => check.Name).ToList();
        return open.Count == 0
            ? decision with { Outcome = Outcome.Planned, Action = new KeyAction.ScheduleKeyDeletion(options.WindowDays) }
            : decision with { Outcome = Outcome.Unreadable, Reasons = [Reason.ServiceError], Detail = $"not asked: {string.Join(", ", open)}" };
    }

    private static string Describe(IReadOnlyList<KeyGrant> grants)
    {
        var issuers = grants.Select(grant => grant.Issuer).OfType<string>().ToList();
        return $"{grants.Count} {(grants.Count == 1 ? "grant" : "grants")}, held by "
            + Quote.Few(grants.Select(grant => grant.Grantee.Length > 0 ? grant.Grantee : "somebody unnamed"))
            + (issuers.Count > 0 ? $", issued by {Quote.Few(issuers)}" : "");
    }

    // The clock of the quarantine starts with the first enforcing sweep that meets the key.
    private static KeyAction.TagResource? Mark(KeySnapshot key, IReadOnlyList<Check> checks, bool leaveAlone, DateTimeOffset now) =>
        !leaveAlone && checks.Any(check => check.Reason == Reason.NotMarked)
            ? new(KeyTags.DisabledSince, DisabledSince.ToTag(now), key.Tags?.Value?.GetValueOrDefault(KeyTags.DisabledSince))
            : null;
}
