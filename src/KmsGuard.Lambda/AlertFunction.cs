using System.Text.Json;
using Amazon.Lambda.Core;
using KmsGuard.Report;
using Microsoft.Extensions.Logging;
using LogLevel = Microsoft.Extensions.Logging.LogLevel;

namespace KmsGuard.Lambda;

/// <summary>Tells people what happened to a key. Invoked by EventBridge.</summary>
public sealed partial class AlertFunction(Composition composition)
{
    private static readonly Lazy<Composition> OfProcess = new(() => Composition.Of(FunctionKind.Alert, Environment.GetEnvironmentVariable));

    /// <summary>As Lambda makes it.</summary>
    /// <exception cref="SettingsException">The function is not set up so that it could start.</exception>
    public AlertFunction()
        : this(OfProcess.Value)
    {
    }

    /// <summary>Handles one event. One that is no business of KmsGuard's is logged and not retried.</summary>
    /// <exception cref="Exception">The notice was not published: Lambda is to deliver the event again.</exception>
    public async Task HandleAsync(JsonElement input, ILambdaContext context)
    {
        var log = new LambdaLog(context.Logger);
        composition.Kms.OwnAccount = context.OwnAccount();
        var alerting = new Alerting(composition.Kms, Options(context), composition.Memory, composition.Time, log);
        var result = await context.RunInTimeAsync(
            composition.Time, stop => alerting.HandleAsync(input, composition.Sink, stop));
        var about = EventOrigin.Read(input);
        LogHandled(log, about.Id, about.DetailType, about.Account, about.Region, result.Refusal ?? result.Notice!.Subject);
    }

    private AlertOptions Options(ILambdaContext context) => new()
    {
        Format = composition.Settings.MessageFormat,
        OwnRoles = composition.Settings.OwnRoles,
        OwnAccount = context.OwnAccount(),
        EnrichmentBudget = context.EnrichmentBudget(),
        Rescue = composition.Settings.Rescue,
        RescueBudget = context.RescueBudget(),
        DeliveryBudget = context.RemainingTime,
        Metrics = composition.Metrics,
    };

    [LoggerMessage(Level = LogLevel.Information, Message = "Event {Id} '{DetailType}' of {Account} {Region}: {Outcome}")]
    private static partial void LogHandled(ILogger log, string id, string detailType, string account, string region, string outcome);
}
