using KmsGuard.Detect;

namespace KmsGuard.Evaluate;

/// <summary>Stops a run that would delete more than anybody meant: a bad threshold, a mass disabling, a mistake in a tag.
/// Deletions wait for it until every key of their Region is known.</summary>
public static class Breaker
{
    /// <summary>Whether so many due deletions in one Region are too many.</summary>
    public static bool IsOpen(int due, SweepOptions options) => due > options.MaxDeletions;

    /// <summary>A due deletion, held because more are due than allowed.</summary>
    public static Decision Hold(Decision due, SweepOptions options) =>
        Hold(due, Reason.BreakerOpen, $"more deletions are due here than the {options.MaxDeletions} allowed");

    /// <summary>A due deletion, held because the list of keys broke off: how many more are due is not known.</summary>
    public static Decision Hold(Decision due, Failure listing) =>
        Hold(due, Reason.Of(listing), $"the list of keys broke off, so nobody knows how many deletions are due here: {listing}");

    private static Decision Hold(Decision due, string reason, string why) => due with
    {
        Outcome = Outcome.Held,
        Action = null,
        Reasons = [reason],
        Detail = $"{why}; {due.Detail}",
    };
}
