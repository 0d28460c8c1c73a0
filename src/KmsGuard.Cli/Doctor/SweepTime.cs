using System.Globalization;
using KmsGuard.Aws;

namespace KmsGuard.Cli.Doctor;

/// <summary>How long a sweep takes by the request quotas, which bound it (docs/performance.md, "What follows for a deployment"). Pure.</summary>
internal static class SweepTime
{
    // A Lambda function may run for 15 minutes; what is left goes on in another invocation.
    private static readonly TimeSpan Invocation = TimeSpan.FromMinutes(15);

    /// <summary>Where every key rotates or cannot: GetKeyRotationStatus bounds it.</summary>
    public static TimeSpan Usual(int keys, int sharePercent) => By("GetKeyRotationStatus", keys, sharePercent);

    /// <summary>Where every key is disabled and nothing else holds it: GetKeyLastUsage bounds it.</summary>
    public static TimeSpan Longest(int keys, int sharePercent) => By("GetKeyLastUsage", keys, sharePercent);

    /// <summary>The check; null when nothing could be counted.</summary>
    public static DoctorCheck? Of(IEnumerable<RegionVisit> visits, int sharePercent)
    {
        var counted = visits.Where(visit => visit.Keys is not null).OrderByDescending(visit => visit.Keys).ToList();
        if (counted.Count == 0)
        {
            return null;
        }

        var (most, all) = (counted[0], counted.Sum(visit => visit.Keys!.Value));
        var (usual, longest) = (Usual(most.Keys!.Value, sharePercent), Longest(most.Keys.Value, sharePercent));
        var what = string.Create(
            CultureInfo.InvariantCulture,
            $"{all} keys, most of them in {most.Region}: {most.Keys}. At {sharePercent} percent of KMS's default quotas a sweep takes {Words(usual)} "
            + $"where they rotate or cannot, and {Words(longest)} if each were a disabled key whose last use has to be asked for. "
            + $"Regions go side by side. Your own quotas were not asked for.");
        return usual > Invocation
            ? new("quotas", DoctorStatus.Warning, what, "a larger --quota-share; the function goes on in further invocations with what is left.")
            : DoctorCheck.Ok("quotas", what);
    }

    private static TimeSpan By(string operation, int keys, int sharePercent) =>
        TimeSpan.FromSeconds(keys / (Quotas.Of(operation) * (sharePercent / 100.0)));

    private static string Words(TimeSpan time) => time switch
    {
        { TotalSeconds: < 2 } => "about a second",
        { TotalMinutes: < 2 } => $"about {time.TotalSeconds.ToString("0", CultureInfo.InvariantCulture)} seconds",
        { TotalHours: < 2 } => $"about {time.TotalMinutes.ToString("0", CultureInfo.InvariantCulture)} minutes",
        _ => $"about {time.TotalHours.ToString("0", CultureInfo.InvariantCulture)} hours",
    };
}
