namespace KmsGuard.Evaluate;

/// <summary>Stops a run that would delete more than anybody meant: a bad threshold, a mass disabling, a mistake in a tag.</summary>
public static class Breaker
{
    /// <summary>Holds every due deletion of a Region when more are due than allowed; otherwise changes nothing.</summary>
    public static bool Trip(IList<Decision> decisions, SweepOptions options)
    {
        var due = decisions.Count(decision => decision.IsDueDeletion);
        if (due <= options.MaxDeletions)
        {
            return false;
        }

        for (var i = 0; i < decisions.Count; i++)
        {
            if (decisions[i].IsDueDeletion)
            {
                decisions[i] = decisions[i] with
                {
                    Outcome = Outcome.Held,
                    Action = null,
                    Reasons = [Reason.BreakerOpen],
                    Detail = $"{due} deletions are due here and {options.MaxDeletions} are allowed; {decisions[i].Detail}",
                };
            }
        }

        return true;
    }
}
