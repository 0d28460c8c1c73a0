using System.Text.Json;
using Amazon.Lambda.Core;
using KmsGuard.Aws;
using KmsGuard.Remediate;
using KmsGuard.Report;

namespace KmsGuard.Lambda;

/// <summary>Goes over all keys. Invoked by a schedule, or by a person.</summary>
public sealed class SweepFunction(Composition composition)
{
    private static readonly Lazy<Composition> OfProcess = new(() => Composition.Of(FunctionKind.Sweep, Environment.GetEnvironmentVariable));

    /// <summary>As Lambda makes it.</summary>
    /// <exception cref="SettingsException">The function is not set up so that it could start.</exception>
    public SweepFunction()
        : this(OfProcess.Value)
    {
    }

    /// <summary>Sweeps for as long as Lambda lets it, less what it takes to tell, and answers with as much of the ledger as fits.</summary>
    /// <exception cref="InputException">The input is not understood; nothing was done.</exception>
    /// <exception cref="InvalidOperationException">The sweep ran, and its notice was not published.</exception>
    public Task<SweepReport> HandleAsync(JsonElement input, ILambdaContext context)
    {
        var (settings, next, run) = SweepInput.Read(input, composition.Environment);
        run ??= next.Count > 0 ? next[0].RunId : RunIds.New(composition.Time.GetUtcNow());
        // Before anything is done: should this process end in the middle, a rollback of the run takes back what it scheduled.
        context.Logger.LogInformation($"Sweeping as run {run}.");
        return context.RunInTimeAsync(composition.Time, async stop =>
        {
            try
            {
                using var slice = new CancellationTokenSource(context.SliceLength(), composition.Time);
                var sweep = new Sweep(composition.Kms, composition.Time, Record);
                var report = next.Count > 0
                    ? await sweep.ContinueAsync(next, settings.Sweep, slice.Token, stop)
                    : await sweep.RunAsync(new SweepScope(settings.Accounts, RegionScope.Of(settings, composition.Aws), run), settings.Sweep, slice.Token, stop);
                Measure(report);
                await new RunNotices(composition.Sink, settings.MessageFormat, new LambdaLog(context.Logger)).TellAsync(report, settings.Notice, stop);
                return SweepAnswer.Fit(report);
            }
            finally
            {
                // Before the answer: Lambda stops the process as soon as it has it.
                RawLog.OfProcess.Flush();
            }
        });
    }

    private void Record(string runId, string account, string region, KeyReport key) =>
        composition.Decisions(DecisionLine.Write(composition.Time.GetUtcNow(), runId, account, region, key));

    private void Measure(SweepReport report)
    {
        foreach (var line in SweepMetrics.Of(report, composition.Time.GetUtcNow()))
        {
            composition.Metrics(line);
        }
    }
}
