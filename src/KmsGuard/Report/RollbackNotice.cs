using System.Globalization;
using System.Text;
using System.Text.Json;
using KmsGuard.Evaluate;
using KmsGuard.Restore;

namespace KmsGuard.Report;

/// <summary>Writes the notice of a rollback.</summary>
public static class RollbackNotice
{
    /// <summary>Writes.</summary>
    public static Notice Write(RollbackReport report, MessageFormat format)
    {
        var severity = report.Succeeded ? Severity.INFO : Severity.HIGH;
        return NoticeWriter.Write(
            format,
            $"[{severity}] KmsGuard rollback: {Count(report, RollbackOutcome.Restored)} restored, {Count(report, RollbackOutcome.Failed) + Count(report, RollbackOutcome.NotFound)} not",
            Text(report),
            () => JsonSerializer.Serialize(Fit(report), ReportJson.Default.RollbackReport),
            new Dictionary<string, string?> { ["kind"] = "rollback", ["severity"] = severity.ToString(), ["event"] = "rollback", ["principal"] = report.By });
    }

    /// <summary>The result as people read it.</summary>
    public static string Text(RollbackReport report)
    {
        var text = new StringBuilder()
            .Append(report.DryRun ? "Dry run: nothing was written.\n" : "")
            .Append(report.By is { } by ? $"By {SafeText.OneLine(by)}" : "By somebody unknown")
            .Append(report.Reason is { } reason ? $": {SafeText.OneLine(reason)}\n" : "\n");
        foreach (var key in report.Keys)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {KebabCase.Of(key.Outcome),-12} {SafeText.OneLine(key.Arn)}{Part(key)}  {key.Before?.ToString() ?? "?"} -> {key.After?.ToString() ?? "?"}")
                .Append((key.Error ?? key.Note) is { } remark ? $"  {SafeText.OneLine(remark, 700)}" : "").Append('\n');
        }

        if (report.Error is { } nothing)
        {
            return text.Append(SafeText.OneLine(nothing, 700)).Append('\n').ToString();
        }

        return text.Append(Sum(report)).Append('\n').ToString();
    }

    /// <summary>How many keys there are, by outcome.</summary>
    public static string Sum(RollbackReport report) => report.Keys.Count == 0 ? "No key was to be taken back."
        : string.Create(CultureInfo.InvariantCulture, $"{report.Keys.Count} {(report.Keys.Count == 1 ? "key" : "keys")}: ")
        + string.Join(", ", Enum.GetValues<RollbackOutcome>().Where(outcome => Count(report, outcome) > 0).Select(outcome => $"{Count(report, outcome)} {KebabCase.Of(outcome)}"));

    private static string Part(RollbackEntry key) => key.MultiRegion is { } part ? $" ({KebabCase.Of(part)})" : "";

    // Those that need somebody come first; the subject counts them all.
    private static RollbackReport Fit(RollbackReport report) => report with
    {
        Keys = JsonRoom.Fit(report.Keys.OrderByDescending(key => key.Outcome), ReportJson.Default.RollbackEntry),
    };

    private static int Count(RollbackReport report, RollbackOutcome outcome) => report.Keys.Count(key => key.Outcome == outcome);
}
