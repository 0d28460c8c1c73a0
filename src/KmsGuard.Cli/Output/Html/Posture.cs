using KmsGuard.Detect;
using KmsGuard.Evaluate;
using KmsGuard.Remediate;
using KmsGuard.Report;

namespace KmsGuard.Cli.Output.Html;

/// <summary>How the keys stand, in a few numbers.</summary>
internal sealed record Posture
{
    /// <summary>Keys that can rotate and do.</summary>
    public required int Rotating { get; init; }

    /// <summary>Keys that can rotate.</summary>
    public required int CanRotate { get; init; }

    /// <summary>Keys of which that is not known.</summary>
    public required int RotationUnknown { get; init; }

    /// <summary>Keys that are disabled, and cost.</summary>
    public required int Disabled { get; init; }

    /// <summary>Keys pending deletion, the soonest first, those without a date last.</summary>
    public required IReadOnlyList<KeyReport> Pending { get; init; }

    /// <summary>Deletions that this run scheduled, among them.</summary>
    public required int Scheduled { get; init; }

    /// <summary>Regions that could not be read to the end, or do not add up.</summary>
    public required IReadOnlyList<RegionReport> Unseen { get; init; }

    /// <summary>Works them out.</summary>
    public static Posture Of(SweepReport report)
    {
        var rotation = report.Keys.CountBy(KeyStanding.Rotation).ToDictionary();
        var rotating = rotation.GetValueOrDefault(Standing.Pass);
        return new()
        {
            Rotating = rotating,
            CanRotate = rotating + rotation.GetValueOrDefault(Standing.Fail),
            RotationUnknown = rotation.GetValueOrDefault(Standing.Unknown),
            Disabled = report.Keys.Count(key => key.State == KeyState.Disabled),
            Pending = [.. report.Keys.Where(key => key.IsPendingDeletion).OrderBy(key => key.DeletionDate ?? DateTimeOffset.MaxValue)],
            Scheduled = report.Keys.Count(key => key is { Outcome: Outcome.Changed, Action: nameof(KeyAction.ScheduleKeyDeletion) }),
            Unseen = [.. report.Regions.Where(region => region.Status is RegionStatus.Failed or RegionStatus.Incomplete || !region.AddsUp)],
        };
    }
}
