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

    /// <summary>Sweeps, and answers with as much of the ledger as fits.</summary>
    /// <exception cref="InputException">The input is not understood; nothing was done.</exception>
    /// <exception cref="InvalidOperationException">The sweep ran, and its notice was not published.</exception>
    public Task<SweepReport> HandleAsync(JsonElement input, ILambdaContext context)
    {
        var settings = SweepInput.Read(input, composition.Environment);
        var scope = new SweepScope(settings.Accounts, RegionScope.Of(settings, composition.Aws));
        return context.RunInTimeAsync(composition.Time, async stop =>
        {
            var report = await new Sweep(composition.Kms, composition.Time).RunAsync(scope, settings.Sweep, stop);
            await new RunNotices(composition.Sink, composition.Settings.MessageFormat, new LambdaLog(context.Logger)).TellAsync(report, stop);
            return SweepAnswer.Fit(report);
        });
    }
}
