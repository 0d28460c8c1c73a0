using System.Text.Json;
using Amazon.Lambda.Core;
using KmsGuard.Restore;

namespace KmsGuard.Lambda;

/// <summary>Takes scheduled deletions back. Invoked by a person.</summary>
public sealed class RollbackFunction(Composition composition)
{
    private static readonly Lazy<Composition> OfProcess = new(() => Composition.Of(FunctionKind.Rollback, Environment.GetEnvironmentVariable));

    /// <summary>As Lambda makes it.</summary>
    /// <exception cref="SettingsException">The function is not set up so that it could start.</exception>
    public RollbackFunction()
        : this(OfProcess.Value)
    {
    }

    /// <summary>Restores keys, and answers with an entry for each.</summary>
    /// <exception cref="InputException">The input is not understood; nothing was done.</exception>
    public Task<RollbackReport> HandleAsync(JsonElement input, ILambdaContext context)
    {
        var request = RollbackInput.Read(input, composition);
        return context.RunInTimeAsync(composition.Time, async stop =>
        {
            var report = await new Rollback(composition.Kms, composition.Time, context.Logger.LogInformation).RunAsync(request, stop);
            await new RunNotices(composition.Sink, composition.Settings.MessageFormat, new LambdaLog(context.Logger)).TellAsync(report, stop);
            return report;
        });
    }
}
