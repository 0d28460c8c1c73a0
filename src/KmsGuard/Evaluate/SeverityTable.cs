using KmsGuard.Detect;

namespace KmsGuard.Evaluate;

/// <summary>A severity and everything that made it.</summary>
/// <param name="Severity">How loud.</param>
/// <param name="Because">The row of the table, and each thing that raised it, in words.</param>
public sealed record Judgement(Severity Severity, IReadOnlyList<string> Because);

/// <summary>The severity of what happened to a key: a row for what happened, raised by what makes it worse. docs/alerts.md
/// has the same table for people, and a test compares the two.</summary>
public static class SeverityTable
{
    /// <summary>A deletion that is nearer than this leaves no time to wait for office hours.</summary>
    public static readonly TimeSpan Soon = TimeSpan.FromHours(72);

    /// <summary>The rows: what happened, when it was done, and when it was refused.</summary>
    public static IReadOnlyDictionary<KeyEventKind, (Severity Done, Severity Refused)> Rows { get; } =
        new Dictionary<KeyEventKind, (Severity, Severity)>
        {
            [KeyEventKind.KeyDisabled] = (Severity.HIGH, Severity.LOW),
            [KeyEventKind.DeletionScheduled] = (Severity.CRITICAL, Severity.LOW),
            [KeyEventKind.RotationDisabled] = (Severity.MEDIUM, Severity.LOW),
            [KeyEventKind.MaterialDeleted] = (Severity.HIGH, Severity.LOW),
            [KeyEventKind.PolicyChanged] = (Severity.HIGH, Severity.LOW),
            [KeyEventKind.DeletionCancelled] = (Severity.INFO, Severity.LOW),
            [KeyEventKind.KeyEnabled] = (Severity.INFO, Severity.LOW),
            // Always refused: that is what makes it one.
            [KeyEventKind.DoomedKeyUsed] = (Severity.HIGH, Severity.HIGH),
            [KeyEventKind.KeyDeleted] = (Severity.CRITICAL, Severity.CRITICAL),
            [KeyEventKind.MaterialExpired] = (Severity.HIGH, Severity.HIGH),
        };

    /// <summary>Decides. Pure; what could not be read raises nothing and lowers nothing.</summary>
    /// <param name="happened">The event.</param>
    /// <param name="key">The key as it was read; null when the event names none.</param>
    /// <param name="byKmsGuard">Whether the caller is one of KmsGuard's own roles.</param>
    /// <param name="now">The time that days and hours left are counted from.</param>
    public static Judgement Of(KeyEvent happened, KeySnapshot? key, bool byKmsGuard, DateTimeOffset now)
    {
        var (done, refused) = Rows[happened.Kind];
        var description = key?.Description?.Value;
        var used = happened.Kind == KeyEventKind.DoomedKeyUsed;
        var severity = happened.Refused ? refused : done;
        List<string> because = [KebabCase.Of(happened.Kind) + (happened.Refused && !used ? ", refused" : "")];

        if (used && description?.State == KeyState.Enabled)
        {
            return new(Severity.LOW, [.. because, "the key is enabled again"]);
        }

        if (byKmsGuard && !happened.Refused && severity > Severity.MEDIUM)
        {
            severity = Severity.MEDIUM;
            because.Add("done by KmsGuard itself: MEDIUM");
        }

        if (severity == Severity.INFO)
        {
            return new(severity, because);
        }

        if (used && IsPending(happened, description))
        {
            Raise("the key is pending deletion, and somebody needs it");
        }

        if (ProductionSignal.Of(key) is { } signal)
        {
            Raise($"production, by its {signal}");
        }

        if (happened.Principal is { IsRoot: true } root)
        {
            Raise(root.Mfa == true ? "the root user" : "the root user, without MFA");
        }

        if (description?.DeletionDate is { } date && date - now < Soon && !happened.Refused && severity < Severity.CRITICAL)
        {
            severity = Severity.CRITICAL;
            because.Add($"deleted in less than {Soon.TotalHours:0} hours: CRITICAL");
        }

        return new(severity, because);

        void Raise(string why)
        {
            severity = severity < Severity.CRITICAL ? severity + 1 : severity;
            because.Add(why);
        }
    }

    private static bool IsPending(KeyEvent happened, KeyDescription? description) => description is null
        ? happened.ErrorMessage?.Contains("pending", StringComparison.Ordinal) == true
        : description.State.IsPendingDeletion();
}
