using System.Text.RegularExpressions;
using KmsGuard.Evaluate;
using KmsGuard.Report;

namespace KmsGuard.Remediate;

/// <summary>Whether a plan may be applied. Anybody can compute a digest, so nothing is believed because it is right.</summary>
public static partial class PlanCheck
{
    // Two machines' clocks are never quite the same.
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    /// <summary>The first thing that is wrong, in words; null when all is well.</summary>
    /// <param name="plan">As it was read.</param>
    /// <param name="now">UTC.</param>
    /// <param name="partitionOf">The partition of a Region; null for one that does not exist.</param>
    public static string? Find(Plan plan, DateTimeOffset now, Func<string, string?> partitionOf) =>
        Head(plan) ?? Time(plan, now) ?? Settings(plan.Settings) ?? Regions(plan.Regions) ?? Keys(plan, partitionOf) ?? Deletions(plan);

    private static string? Head(Plan plan) =>
        plan.Format != Plan.CurrentFormat ? $"The plan has format {plan.Format}, and this version of kmsguard applies format {Plan.CurrentFormat} only. Make a new one."
        : !AccountForm().IsMatch(plan.Account) || !RunIds.IsValid(plan.RunId) ? "The plan does not say which account or run it is of."
        : null;

    private static string? Time(Plan plan, DateTimeOffset now) =>
        plan.Created - now > Skew ? $"The plan was made on {DisabledSince.ToTag(plan.Created)}, which is yet to come: look at this machine's clock."
        : plan.Expires - plan.Created != Plan.Lifetime ? "The plan does not expire 24 hours after it was made, as every plan does."
        : now >= plan.Expires ? $"The plan expired on {DisabledSince.ToTag(plan.Expires)}, 24 hours after it was made. Make a new one."
        : null;

    private static string? Settings(PlanSettings settings) =>
        settings.Rotation == RuleMode.Enforce || settings.Deletion == RuleMode.Enforce ? "The plan says that a rule enforces: a plan is a dry run."
        : !In(settings.RotationPeriodDays, SweepOptions.MinRotationPeriodDays, SweepOptions.MaxRotationPeriodDays) ? Range("rotationPeriodDays", settings.RotationPeriodDays)
        : !In(settings.WindowDays, SweepOptions.MinWindowDays, SweepOptions.MaxWindowDays) ? Range("windowDays", settings.WindowDays)
        : !In(settings.DisabledDays, 0, SweepOptions.MaxThresholdDays) ? Range("disabledDays", settings.DisabledDays)
        : !In(settings.IdleDays, 0, SweepOptions.MaxThresholdDays) ? Range("idleDays", settings.IdleDays)
        : !In(settings.MaxDeletions, 0, SweepOptions.MostDeletions) ? Range("maxDeletions", settings.MaxDeletions)
        : settings.ExemptAliases.Any(glob => glob is not { Length: > 0 and <= 1024 }) ? "The plan has an exempt alias that is none."
        : null;

    private static string? Regions(IReadOnlyList<PlanRegion> regions) =>
        regions.Any(region => region is null) ? "The plan has a Region that is null."
        : regions.DistinctBy(region => (region.Account, region.Region)).Count() < regions.Count ? "The plan has a Region twice."
        : null;

    private static string? Keys(Plan plan, Func<string, string?> partitionOf)
    {
        var options = plan.Settings.ToOptions(RuleMode.DryRun);
        var regions = plan.Regions.Select(region => (region.Account, region.Region)).ToHashSet();
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var key in plan.Keys)
        {
            if (key is null)
            {
                return "The plan has a key that is null.";
            }

            var problem =
                !seen.Add(key.Arn.ToString()) ? "is in the plan twice"
                : !regions.Contains((key.Arn.Account, key.Arn.Region)) ? "is not in an account and Region of the plan"
                : partitionOf(key.Arn.Region) != key.Arn.Partition ? "is not in a partition that has that Region"
                : PlannedAction.Of(key.Action.Operation, options) is not { } action ? "has an action that no plan has"
                : action != key.Action ? "has an action that is not what the plan's settings make of it"
                : action.Rule != key.Rule || Mode(key.Rule) == RuleMode.Off ? "has an action of a rule that is off, or of another rule"
                : key.Reasons.Any(reason => reason is null || !ReasonForm().IsMatch(reason)) ? "has a reason that is none"
                : null;
            if (problem is not null)
            {
                return $"{key.Arn} {problem}.";
            }
        }

        return null;

        RuleMode Mode(string rule) => rule == Decision.RotationRule ? options.Rotation : options.Deletion;
    }

    // A dry run holds the deletions of such Regions, so this is no plan of one.
    private static string? Deletions(Plan plan)
    {
        var status = plan.Regions.ToDictionary(region => (region.Account, region.Region), region => region.Status);
        foreach (var region in plan.Keys
            .Where(key => key.Action.Operation == nameof(KeyAction.ScheduleKeyDeletion))
            .CountBy(key => (key.Arn.Account, key.Arn.Region)))
        {
            if (region.Value > plan.Settings.MaxDeletions)
            {
                return $"The plan has {region.Value} deletions in {region.Key.Account} {region.Key.Region}, and says itself that {plan.Settings.MaxDeletions} are the most.";
            }

            if (status[region.Key] != RegionStatus.Complete)
            {
                return $"The plan has deletions in {region.Key.Account} {region.Key.Region}, which was not read to the end.";
            }
        }

        return null;
    }

    private static bool In(int value, int min, int max) => value >= min && value <= max;

    private static string Range(string name, int value) => $"The plan's {name} is {value}, which is out of range.";

    [GeneratedRegex(@"^[0-9]{12}\z", RegexOptions.CultureInvariant)]
    private static partial Regex AccountForm();

    [GeneratedRegex(@"^[a-z]{1,20}(?:-[a-z]{1,20}){0,5}\z", RegexOptions.CultureInvariant)]
    private static partial Regex ReasonForm();
}
