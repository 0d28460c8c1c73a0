using System.Text.Json;
using KmsGuard.Detect;
using KmsGuard.Evaluate;
using KmsGuard.Remediate;
using Microsoft.Extensions.Logging;

namespace KmsGuard.Report;

/// <summary>What came of one event.</summary>
/// <param name="Alert">The alert; null when there is none.</param>
/// <param name="Notice">The notice as it was written; null when there is none.</param>
/// <param name="Refusal">Why there is no alert; null when there is one.</param>
public sealed record AlertResult(Alert? Alert, Notice? Notice, string? Refusal);

/// <summary>Turns an event into an alert. It fails open: nothing that goes wrong while reading the key may stop it.</summary>
public sealed partial class Alerting(IKmsRegions regions, AlertOptions options, AlertMemory memory, TimeProvider time, ILogger logger)
{
    /// <summary>Handles one event.</summary>
    /// <param name="root">The EventBridge event.</param>
    /// <param name="sink">Where the notice goes; null to write it and do nothing else.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="FailureException">The notice could not be delivered: the event must be delivered again.</exception>
    public async Task<AlertResult> HandleAsync(JsonElement root, INoticeSink? sink, CancellationToken cancellationToken)
    {
        var reading = EventParser.Parse(root);
        if (reading.Event is not { } happened)
        {
            LogRefused(SafeText.OneLine(reading.Refusal));
            options.Metrics?.Invoke(AlertMetrics.Refused(time.GetUtcNow()));
            return new(null, null, reading.Refusal);
        }

        var byKmsGuard = happened.Principal.RoleArn is { } role && options.OwnRoles.Any(own => own.Matches(role));
        if (byKmsGuard && happened.Kind == KeyEventKind.DoomedKeyUsed)
        {
            // The topic's own key refused a notice. A notice about that would be refused as well, and give rise to the next
            // event, without end; the metric of the refused publish has an alarm that does not go through the topic.
            options.Metrics?.Invoke(AlertMetrics.LeftOut(happened, time.GetUtcNow()));
            return new(null, null, "KmsGuard itself met a key that cannot be used: nobody needs to be told that it still needs it");
        }

        var rescuing = sink is null ? null : RescueRule.Of(happened, options.Rescue, byKmsGuard);
        var known = memory.Know(happened);
        RescueResult? rescue = null;
        if (known is not null && rescuing is not null)
        {
            // People know of it, but the key may still wait to be deleted: that it is safe now is news.
            rescue = await RescueAsync(happened, rescuing.Value, cancellationToken);
            known = rescue?.Outcome == RescueOutcome.Done ? null : known;
        }

        if (known is not null)
        {
            options.Metrics?.Invoke(AlertMetrics.LeftOut(happened, time.GetUtcNow()));
            return new(null, null, known);
        }

        var key = happened.Key is { } arn
            ? await KeyEnrichment.ReadAsync(regions, EnterAccount(arn), arn, options.EnrichmentBudget, time, cancellationToken)
            : null;
        if (happened.Kind == KeyEventKind.PolicyChanged && key?.Description?.Value is { } read && !read.State.IsPendingDeletion())
        {
            return new(null, null, $"the policy of a key that is {read.State} is nobody's alarm");
        }

        if (rescuing is not null)
        {
            rescue ??= await RescueAsync(happened, rescuing.Value, cancellationToken);
        }

        var alert = Judge(happened, key, byKmsGuard, rescue);
        var notice = AlertNotice.Write(alert, options.Format);
        if (sink is not null)
        {
            await PublishAsync(alert, notice, sink, cancellationToken);
            await MarkAsync(happened, key, cancellationToken);
        }

        return new(alert, notice, null);
    }

    private async Task<RescueResult?> RescueAsync(KeyEvent happened, RescueMode rule, CancellationToken cancellationToken)
    {
        var result = memory.Uncounted(happened.Key) >= RescueRule.MostRescues
            ? new(RescueOutcome.Withheld, rule, $"{RescueRule.MostRescues} rescues of this key could not be counted in its tags, and what is not counted could go on for ever")
            : await new Rescue(regions, time).TryAsync(
                happened, rule, happened.Key is { } key ? EnterAccount(key) : null, options.RescueBudget, cancellationToken);
        if (result is not null)
        {
            memory.Rescued(happened.Key, result);
            options.Metrics?.Invoke(AlertMetrics.Rescue(happened, result, time.GetUtcNow()));
            LogRescue(KebabCase.Of(result.Outcome), KebabCase.Of(rule), happened.Key, SafeText.OneLine(result.Detail, 512));
        }

        return result;
    }

    // Judged by the key as it was before its rescue: that is what happened, whatever became of it.
    private Alert Judge(KeyEvent happened, KeySnapshot? key, bool byKmsGuard, RescueResult? rescue)
    {
        var now = time.GetUtcNow();
        var judgement = SeverityTable.Of(happened, key, byKmsGuard, now);
        return new Alert
        {
            Event = happened,
            Severity = rescue?.NeedsPerson == true ? Severity.CRITICAL : judgement.Severity,
            Because = rescue is null ? judgement.Because : [.. judgement.Because, $"rescue {KebabCase.Of(rescue.Outcome)}{(rescue.NeedsPerson ? ": CRITICAL" : "")}"],
            Key = After(key, rescue),
            ByKmsGuard = byKmsGuard,
            Rescue = rescue,
            LeftOut = memory.LeftOut(happened),
            At = now,
        };
    }

    private static KeySnapshot? After(KeySnapshot? key, RescueResult? rescue) =>
        key?.Description?.Value is { } before && rescue?.After is { } state && state != before.State
            ? key with { Description = Reading.Of(before with { State = state, DeletionDate = null, PendingWindowDays = null }) }
            : key;

    private async Task PublishAsync(Alert alert, Notice notice, INoticeSink sink, CancellationToken cancellationToken)
    {
        var delivery = new Delivery(sink, time, logger);
        var delivered = false;
        try
        {
            await delivery.PublishAsync(notice, options.DeliveryBudget, cancellationToken);
            delivered = true;
            memory.Told(alert.Event);
            LogPublished(notice.Subject, SafeText.OneLine(alert.Event.Id));
        }
        finally
        {
            options.Metrics?.Invoke(AlertMetrics.Told(alert, delivery, delivered, time.GetUtcNow()));
        }
    }

    // After the alert, because people come first. A mark that fails, or comes too late, is made up for by the next enforcing
    // sweep; thrown from here, it would only have the same alert sent again.
    private async Task MarkAsync(KeyEvent happened, KeySnapshot? key, CancellationToken cancellationToken)
    {
        if (key is null || QuarantineMark.For(happened, key, time.GetUtcNow()) is not { } mark)
        {
            return;
        }

        // With a budget of its own: people have been told, and the next event waits for this one.
        using var deadline = new CancellationTokenSource(options.EnrichmentBudget, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            var kms = await regions.OpenAsync(EnterAccount(key.Arn), key.Arn.Region, Run.Alert, stop.Token).WaitAsync(stop.Token);
            if (await kms.ApplyAsync(key.Arn, mark, stop.Token).WaitAsync(stop.Token) is { } failure)
            {
                LogNotMarked(key.Arn, SafeText.OneLine(failure.ToString(), 512));
            }
        }
        catch (Exception e)
        {
            LogNotMarked(key.Arn, SafeText.OneLine(e.Message, 512));
        }
    }

    private string? EnterAccount(KeyArn key) =>
        options.OwnAccount is null || options.OwnAccount == key.Account ? null : key.Account;

    [LoggerMessage(Level = LogLevel.Warning, Message = "Event refused, and not to be retried: {Reason}.")]
    private partial void LogRefused(string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Published '{Subject}' for event {EventId}.")]
    private partial void LogPublished(string subject, string eventId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Rescue {Outcome} by rule {Rule} of {Key}: {Detail}.")]
    private partial void LogRescue(string outcome, string rule, KeyArn? key, string detail);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The quarantine mark of {Key} could not be written: {Reason}.")]
    private partial void LogNotMarked(KeyArn key, string reason);
}
