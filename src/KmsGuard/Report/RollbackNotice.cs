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
            text.Append(CultureInfo.InvariantCulture, $"  {KebabCase.Of(key.Outcome),-12} {SafeText.OneLine(key.Arn)}  {key.Before?.ToString() ?? "?"} -> {key.After?.ToString() ?? "?"}")
                .Append(key.Error is { } error ? $"  {SafeText.OneLine(error, 512)}" : "").Append('\n');
        }

        return text.Append(CultureInfo.InvariantCulture, $"{report.Keys.Count} {(report.Keys.Count == 1 ? "key" : "keys")}: ")
            .AppendJoin(", ", Enum.GetValues<RollbackOutcome>().Where(outcome => Count(report, outcome) > 0).Select(outcome => $"{Count(report, outcome)} {KebabCase.Of(outcome)}"))
            .Append('\n').ToString();
    }

    // Those that need somebody come first; the subject counts them all.
    private static RollbackReport Fit(RollbackReport report) => report with
    {
        Keys = JsonRoom.Fit(report.Keys.OrderByDescending(key => key.Outcome), ReportJson.Default.RollbackEntry),
    };

    private static int Count(RollbackReport report, RollbackOutcome outcome) => report.Keys.Count(key => key.Outcome == outcome);
}
