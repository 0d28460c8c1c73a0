using System.Globalization;
using KmsGuard.Remediate;

namespace KmsGuard.Cli.Output;

/// <summary>How far a sweep has come in one Region, in figures.</summary>
/// <param name="Done">Keys that have their outcome.</param>
/// <param name="Listed">Keys found.</param>
/// <param name="AllListed">Whether there are no more.</param>
/// <param name="Rate">Keys a second, from the beginning; 0 when it has just begun.</param>
/// <param name="Throttled">Calls that KMS throttled.</param>
internal readonly record struct SweepFigures(int Done, int Listed, bool AllListed, double Rate, int Throttled)
{
    /// <summary>Time left at this rate; null while nobody knows how many keys there are, or nothing is done.</summary>
    public TimeSpan? Left => AllListed && Rate > 0 ? TimeSpan.FromSeconds(Math.Ceiling(Math.Max(0, Listed - Done) / Rate)) : null;

    /// <summary>Reads them.</summary>
    public static SweepFigures Of(RegionProgress region, DateTimeOffset now)
    {
        var (done, seconds) = (region.Settled, (now - region.BegunAt).TotalSeconds);
        return new(done, Math.Max(done, region.Listed), region.AllListed, seconds > 0 ? done / seconds : 0, region.Throttled);
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Done:N0} of {Listed:N0}{(AllListed ? "" : "+")} keys, {Rate:N0}/s{(Left is { } left ? $", {Clock(left)} left" : "")}{(Throttled > 0 ? $", {Throttled:N0} throttled" : "")}");

    private static string Clock(TimeSpan left) =>
        left.TotalHours >= 1 ? left.ToString(@"h\:mm\:ss", CultureInfo.InvariantCulture) : left.ToString(@"m\:ss", CultureInfo.InvariantCulture);
}
