using KmsGuard.Evaluate;

namespace KmsGuard.Report;

/// <summary>The reasons that hold keys back, the most important first: what somebody has to decide, then what could not be
/// read, then what somebody should know, and last what time alone resolves.</summary>
internal static class HeldReason
{
    private static readonly (string Reason, string Words)[] Order =
    [
        (Reason.BreakerOpen, "more deletions were due in the Region than are allowed, so none was scheduled: look, then raise max-deletions"),
        (Reason.AccessDenied, "IAM or a policy did not let it be read"),
        (Reason.Throttled, "KMS throttled the reading to the last try"),
        (Reason.ServiceError, "KMS failed, or could not be reached"),
        (Reason.HoldTag, "a rollback, or somebody, asked for it to be kept"),
        (Reason.RecentlyUsed, "somebody still used it"),
        (Reason.UsageUnknown, "KMS cannot prove that nobody used it"),
        (Reason.HasGrants, "somebody holds a grant"),
        (Reason.HasReplicas, "a multi-Region primary with replicas"),
        (Reason.StateChanged, "it was changed while the sweep ran"),
        (Reason.Quarantine, "not disabled for long enough"),
        (Reason.NotMarked, "since when it is disabled was not known; an enforcing sweep notes it"),
    ];

    /// <summary>Its place among the others; one that is not known comes last.</summary>
    public static int Rank(string reason)
    {
        var place = Array.FindIndex(Order, entry => entry.Reason == reason);
        return place < 0 ? Order.Length : place;
    }

    /// <summary>What it means; empty for one that is not known.</summary>
    public static string Words(string reason) => Array.Find(Order, entry => entry.Reason == reason).Words ?? "";
}
