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
        Check.Of("no hold", key.Tags, tags => tags.TryGetValue(KeyTags.Hold, out var hold)
            ? Check.Fail("no hold", Reason.HoldTag, $"{KeyTags.Hold}={hold}")
            : Check.Pass("no hold", $"no tag {KeyTags.Hold}")),
        DisabledSince.Check(key, description, options, now),
        IdleTime.Check(key, options, now),
        Check.Of("no grants", key.Grants, grants => grants.Count > 0
            ? Check.Fail("no grants", Reason.HasGrants, $"{grants.Count} held, by {string.Join(", ", grants.Select(grant => grant.Grantee).Distinct().Take(3))}")
            : Check.Pass("no grants", "none")),
        description is { MultiRegion: MultiRegionKind.Primary, Replicas.Count: > 0 }
            ? Check.Fail("no replicas", Reason.HasReplicas, string.Join(", ", description.Replicas.Select(replica => replica.Region)))
            : Check.Pass("no replicas", "none"),
    ];

    /// <summary>Decides on a disabled customer key.</summary>
    public static Decision Decide(KeySnapshot key, KeyDescription description, SweepOptions options, DateTimeOffset now)
    {
        var checks = Checks(key, description, options, now);
        var exempt = checks.Where(check => Exemption.Is(check.Reason)).ToList();
        var holding = exempt.Count > 0 ? exempt : checks.Where(check => check.Reason is not null).ToList();
        var unread = holding.Any(check => check.Result == CheckResult.Unread);
        // What holds is named by its reason; what passed has only its own name.
        var evidence = holding.Count > 0 ? holding.Select(check => check.Evidence)
            : checks.Where(check => check.Result == CheckResult.Passed).Select(check => $"{check.Name}: {check.Evidence}");
        var decision = new Decision
        {
            Arn = key.Arn,
            State = description.State,
            Rule = Decision.DeletionRule,
            Outcome = exempt.Count > 0 ? Outcome.Exempt : unread ? Outcome.Unreadable : Outcome.Held,
            Reasons = [.. holding.Select(check => check.Reason!).Distinct()],
            Detail = string.Join("; ", evidence),
        };
        if (holding.Count > 0)
        {
            return decision with { Action = Mark(key, checks, exempt.Count > 0 || unread, now) };
        }

        // Not asked is not passed: a caller that leaves out a read gets no deletion for it.
        return checks.All(check => check.Result == CheckResult.Passed)
            ? decision with { Outcome = Outcome.Planned, Action = new KeyAction.ScheduleKeyDeletion(options.WindowDays) }
            : decision with { Outcome = Outcome.Unreadable, Reasons = [Reason.ServiceError], Detail = "not every check was made" };
    }

    // The clock of the quarantine starts with the first enforcing sweep that meets the key.
    private static KeyAction.TagResource? Mark(KeySnapshot key, IReadOnlyList<Check> checks, bool leaveAlone, DateTimeOffset now) =>
        !leaveAlone && checks.Any(check => check.Reason == Reason.NotMarked)
            ? new(KeyTags.DisabledSince, DisabledSince.ToTag(now), key.Tags?.Value?.GetValueOrDefault(KeyTags.DisabledSince))
            : null;
}
