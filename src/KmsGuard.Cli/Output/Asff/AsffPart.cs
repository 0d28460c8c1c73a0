using KmsGuard.Report;

namespace KmsGuard.Cli.Output.Asff;

/// <summary>As many findings as one call of BatchImportFindings takes: of one account and one Region, at most a hundred
/// (AWS: "BatchImportFindings for finding providers").</summary>
internal sealed record AsffPart(string Account, string Region, IReadOnlyList<AsffFinding> Findings)
{
    private const int MostFindings = 100;

    /// <summary>The parts of a sweep. In each account and Region, those that somebody has to look at come first.</summary>
    public static IEnumerable<AsffPart> Of(SweepReport report) =>
        from region in report.Keys.SelectMany(AsffFinding.Of).GroupBy(finding => (finding.Arn.Account, finding.Arn.Region))
        from part in region.OrderBy(finding => finding.Active ? 0 : 1).Chunk(MostFindings)
        select new AsffPart(region.Key.Account, region.Key.Region, part);
}
