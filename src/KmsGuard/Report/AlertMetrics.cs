using KmsGuard.Detect;
using KmsGuard.Evaluate;
using KmsGuard.Remediate;

namespace KmsGuard.Report;

/// <summary>The metrics of the alert function.</summary>
internal static class AlertMetrics
{
    private const string Function = "alert";
    private const string Count = "Count";

    /// <summary>An alert that people were told of, or should have been.</summary>
    public static string Told(Alert alert, Delivery delivery, bool delivered, DateTimeOffset now) => EmbeddedMetrics.Write(
        now,
        Function,
        [new("Kind", KebabCase.Of(alert.Event.Kind)), new("Severity", alert.Severity.ToString())],
        [
            new("Alerts", Count, delivered ? 1 : 0),
            new("PublishFailures", Count, delivered ? 0 : 1),
            new("PublishRetries", Count, delivery.Retries),
            new("TopicKeyUnusable", Count, delivery.TopicKeyUnusable ? 1 : 0),
            new("EnrichmentFailures", Count, alert.Key?.Failures().Count() ?? 0),
            // Never negative: clocks differ, and events can be forged.
            .. alert.Event.At is { } at && delivered ? [new Metric("SecondsToPublish", "Seconds", Math.Max(0, (now - at).TotalSeconds))] : Array.Empty<Metric>(),
        ]);

    /// <summary>An event that was told already, or counted.</summary>
    public static string LeftOut(KeyEvent happened, DateTimeOffset now) =>
        EmbeddedMetrics.Write(now, Function, [new("Kind", KebabCase.Of(happened.Kind))], [new("LeftOut", Count, 1)]);

    /// <summary>A rescue that was tried, whether people are told or have been.</summary>
    public static string Rescue(KeyEvent happened, RescueResult result, DateTimeOffset now) => EmbeddedMetrics.Write(
        now,
        Function,
        [new("Kind", KebabCase.Of(happened.Kind))],
        [new("Rescued", Count, result.Outcome == RescueOutcome.Done ? 1 : 0), new("RescueFailed", Count, result.NeedsPerson ? 1 : 0)]);

    /// <summary>An event that is none.</summary>
    public static string Refused(DateTimeOffset now) => EmbeddedMetrics.Write(now, Function, [], [new("RefusedEvents", Count, 1)]);
}
