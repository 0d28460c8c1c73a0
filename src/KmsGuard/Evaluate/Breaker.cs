using KmsGuard.Detect;

namespace KmsGuard.Evaluate;

/// <summary>Stops a run that would delete more than anybody meant: a bad threshold, a mass disabling, a mistake in a tag.
/// Deletions wait for it until it is known that they are not too many in their Region.</summary>
public static class Breaker
{
    /// <summary>Whether so many due deletions in one Region are too many.</summary>
    public static bool IsOpen(int due, SweepOptions options) => due > options.MaxDeletions;

    /// <summary>Whether so many can still be found due in one Region, if each key without an outcome is.</summary>
    /// <param name="keys">The keys that the run has to decide on, those included whose deletion is due; null while they are still being listed.</param>
    /// <param name="settled">How many of them have another outcome. None of them was deleted.</param>
    /// <param name="options">The threshold.</param>
    public static bool MayOpen(int? keys, int settled, SweepOptions options) => keys is not { } all || IsOpen(all - settled, options);

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
