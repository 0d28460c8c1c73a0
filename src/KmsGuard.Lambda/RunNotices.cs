using System.Text.Json;
using KmsGuard.Evaluate;
using KmsGuard.Report;
using KmsGuard.Restore;
using Microsoft.Extensions.Logging;

namespace KmsGuard.Lambda;

/// <summary>Tells of runs: a line in the log and a notice. It knows what it means that the notice could not be published.</summary>
/// <param name="sink">Where notices go; null for nowhere.</param>
/// <param name="format">How they are written.</param>
/// <param name="log">The invocation's log.</param>
internal sealed partial class RunNotices(INoticeSink? sink, MessageFormat format, ILogger log)
{
    /// <summary>Tells of a sweep; publishes only when there is something to tell, or when that is asked for.</summary>
    /// <exception cref="InvalidOperationException">The sweep ran, and its notice was not published.</exception>
    public async Task TellAsync(SweepReport report, NoticeMode mode, CancellationToken cancellationToken)
    {
        LogSwept(report.RunId, report.Totals.Listed, report.Regions.Count, KebabCase.Of(report.Rotation), KebabCase.Of(report.Deletion), Counts(report.Totals.Outcomes));
        if (sink is null || !SweepNotice.IsDue(report, mode))
        {
            return;
        }

        try
        {
            await sink.PublishAsync(SweepNotice.Write(report, format), cancellationToken);
        }
        catch (Exception e)
        {
            // Nobody waits for the answer of a nightly sweep: one that could tell nobody has failed. The ledger goes to the
            // log first, since Lambda's next try finds the keys changed already and has nothing left to tell.
            LogUntold(e, JsonSerializer.Serialize(SweepAnswer.Fit(report), ReportJson.Default.SweepReport));
            throw new InvalidOperationException(
                $"Sweep {report.RunId} ran and its ledger is in the log, but its notice was not published: {e.Message}", e);
        }
    }

    /// <summary>Tells of a rollback. That it could not is logged and no more: whoever asked for it waits for the answer.</summary>
    public async Task TellAsync(RollbackReport report, CancellationToken cancellationToken)
    {
        var outcomes = report.Keys.GroupBy(key => key.Outcome).ToDictionary(group => KebabCase.Of(group.Key), group => group.Count());
        LogRestored(report.Run, report.Keys.Count, report.DryRun, Counts(outcomes));
        if (sink is null)
        {
            return;
        }

        try
        {
            await sink.PublishAsync(RollbackNotice.Write(report, format), cancellationToken);
        }
        catch (Exception e)
        {
            LogUntold(e, JsonSerializer.Serialize(report, ReportJson.Default.RollbackReport));
        }
    }

    private static string Counts(IReadOnlyDictionary<string, int> outcomes) =>
        string.Join(", ", outcomes.Select(outcome => $"{outcome.Value} {outcome.Key}"));

    [LoggerMessage(Level = LogLevel.Information, Message = "Sweep {RunId}: {Listed} keys in {Regions} Regions, rotation {Rotation}, deletion {Deletion}: {Outcomes}")]
    private partial void LogSwept(string runId, int listed, int regions, string rotation, string deletion, string outcomes);

    [LoggerMessage(Level = LogLevel.Information, Message = "Rollback of run {Run}: {Count} keys, dry run {DryRun}: {Outcomes}")]
    private partial void LogRestored(string? run, int count, bool dryRun, string outcomes);

    [LoggerMessage(Level = LogLevel.Error, Message = "The notice of this run was not published: {Ledger}")]
    private partial void LogUntold(Exception cause, string ledger);
}
