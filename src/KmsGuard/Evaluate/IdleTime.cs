using KmsGuard.Detect;

namespace KmsGuard.Evaluate;

/// <summary>For how long KMS proves that a key was not used (AWS: GetKeyLastUsage, <c>kms:TrailingDaysWithoutKeyUsage</c>).</summary>
public static class IdleTime
{
    /// <summary>Since when nobody used the key, and how that is known; null when nothing proves it.</summary>
    public static (DateTimeOffset Since, string How)? Prove(LastUsage usage) => usage switch
    {
        { UsedAt: { } used } => (used, $"last use {DisabledSince.ToTag(used)}"
            + (usage.Operation is { } operation ? $" by {Quote.Of(operation)}" : "")
            + (usage.CloudTrailEventId is { } id ? $", CloudTrail event {Quote.Of(id)}" : "")),
        { TrackingStart: { } start, CreatedAt: { } created } when created >= start =>
            (created, $"never used since its creation on {DisabledSince.ToTag(created)}"),
        { TrackingStart: { } start } => (start, $"no use since tracking began on {DisabledSince.ToTag(start)}"),
        _ => null,
    };

    /// <summary>Whether the key has been idle for the days asked for.</summary>
    public static Check Check(KeySnapshot key, SweepOptions options, DateTimeOffset now)
    {
        const string name = "idle for long enough";
        if (options.IdleDays == 0)
        {
            return Evaluate.Check.Pass(
                name, "0 days asked for" + (key.LastUsage?.Value is { } known && Prove(known) is var (_, seen) ? $"; {seen}" : ""));
        }

        return Evaluate.Check.Of(name, key.LastUsage, usage =>
        {
            if (Prove(usage) is not var (since, how))
            {
                return Evaluate.Check.Fail(name, Reason.UsageUnknown, "KMS tells neither a use nor since when it keeps track");
            }

            var days = Math.Floor((now - since).TotalDays);
            return days >= options.IdleDays
                ? Evaluate.Check.Pass(name, $"{how}: {days:0} days")
                : Evaluate.Check.Fail(
                    name,
                    usage.UsedAt is null ? Reason.UsageUnknown : Reason.RecentlyUsed,
                    $"{how}: {days:0} of {options.IdleDays} days");
        });
    }
}
