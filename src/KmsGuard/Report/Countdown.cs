using KmsGuard.Detect;
using KmsGuard.Evaluate;

namespace KmsGuard.Report;

/// <summary>Every key that is going to be lost, the soonest first, each with the command that keeps it.</summary>
internal static class Countdown
{
    /// <summary>Writes; nothing where no key is pending deletion.</summary>
    public static void Write(NoticeLines text, SweepReport report, SweepSummary summary, NoticeSize size)
    {
        if (summary.LastChance.Count > 0)
        {
            text.Title("LAST CHANCE, pending deletion with 7 days or less", summary.LastChance.Count);
            text.Line("Everything that a key ever encrypted is lost with it, for good. The line below a key keeps it;");
            text.Line("add --re-enable to use it again. If you are not sure, keep it.");
            text.List(summary.LastChance, size.LastChance, Key);
            text.Line($"  Or through the function: {Undo.Function("ARN")}");
        }

        if (summary.Later.Count > 0)
        {
            text.Title("Pending deletion, later", summary.Later.Count);
            text.List(summary.Later, size.Keys, Key);
        }

        if (summary.Undated.Count > 0)
        {
            text.Title("Pending deletion, no date", summary.Undated.Count);
            text.List(summary.Undated, size.Keys, Key);
        }

        if (Undo.Deletions(report) is { } command)
        {
            text.Line($"\nTo take every deletion of this run back:\n  {command}");
        }

        void Key(KeyReport key)
        {
            text.Line($"  {When(key)}{(key.Outcome == Outcome.Changed ? ", scheduled by this run" : "")}");
            text.Line($"    {Undo.Deletion(key)}");
        }
    }

    /// <summary>How long a key has left.</summary>
    public static string Left(KeyReport key) => key.DaysLeft switch
    {
        null => "no date",
        0 => "DUE NOW",
        1 => "A DAY LEFT AT MOST",
        var days => $"{days} days left",
    };

    // KMS counts the days of a primary only from when its last replica is gone: there is no date to tell.
    private static string When(KeyReport key) => key switch
    {
        { DeletionDate: { } date } => $"{Left(key)}, on {NoticeLines.Utc(date)}",
        { State: KeyState.PendingReplicaDeletion } => SafeText.OneLine(key.Detail, 120) is { Length: > 0 } detail ? detail : "waits for its replicas",
        _ => "the date could not be read",
    };
}
