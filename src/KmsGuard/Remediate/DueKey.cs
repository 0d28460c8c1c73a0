using KmsGuard.Detect;
using KmsGuard.Evaluate;

namespace KmsGuard.Remediate;

/// <summary>A key whose deletion is due, and waits for the breaker.</summary>
/// <param name="Decision">The decision.</param>
/// <param name="Key">What it rests on; null when a slice before made it.</param>
internal sealed record DueKey(Decision Decision, KeySnapshot? Key)
{
    /// <summary>One that a slice before found due.</summary>
    public static DueKey Carried(KeyArn key) => new(
        new()
        {
            Arn = key,
            State = KeyState.Disabled,
            Rule = Decision.DeletionRule,
            Outcome = Outcome.Planned,
            Reasons = [],
            Detail = "found due by a slice of the run before",
        },
        null);
}
