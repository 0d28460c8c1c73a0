using KmsGuard.Report;

namespace KmsGuard.Cli.Output.Asff;

/// <summary>A sweep's findings for Security Hub.</summary>
internal static class AsffAnswer
{
    /// <summary>Writes every part on a line of its own.</summary>
    public static void Write(SweepReport report, TextWriter writer)
    {
        foreach (var part in AsffPart.Of(report))
        {
            AsffWriter.Write(report, part.Findings, writer);
        }
    }

    /// <summary>What to tell of each part, and what writes it; an empty array where there are no findings.</summary>
    public static IEnumerable<(string What, Action<TextWriter> Write)> Parts(SweepReport report)
    {
        var none = true;
        foreach (var part in AsffPart.Of(report))
        {
            none = false;
            var active = part.Findings.Count(finding => finding.Active);
            yield return (
                $"{part.Account} {part.Region}: {active} to look at, {part.Findings.Count - active} that close earlier ones.",
                writer => AsffWriter.Write(report, part.Findings, writer));
        }

        if (none)
        {
            yield return ("No findings.", writer => AsffWriter.Write(report, [], writer));
        }
    }
}
