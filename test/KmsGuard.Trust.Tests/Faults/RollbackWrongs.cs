using KmsGuard.Detect;
using KmsGuard.Restore;

namespace KmsGuard.Trust.Tests.Faults;

/// <summary>Everything about a rollback that must not be, whatever went wrong in it.</summary>
internal static class RollbackWrongs
{
    /// <param name="report">What it answered.</param>
    /// <param name="before">The keys before it.</param>
    /// <param name="now">The keys after it.</param>
    /// <param name="asked">The keys that it was for.</param>
    public static IEnumerable<string> Of(
        RollbackReport report, IReadOnlyDictionary<string, KeyLook> before, IReadOnlyDictionary<string, KeyLook> now, IReadOnlySet<string> asked)
    {
        foreach (var (arn, look) in before.Where(key => !asked.Contains(key.Key)))
        {
            if (now[arn] != look)
            {
                yield return $"{arn} was no business of this rollback: {look} became {now[arn]}";
            }
        }

        foreach (var arn in asked.Where(arn => before[arn].IsPending && Entry(report, arn) is null))
        {
            yield return $"{arn} was to be restored, is {now[arn].State}, and nobody is told";
        }

        foreach (var entry in report.Keys)
        {
            if (Wrong(entry, now.GetValueOrDefault(entry.Arn)) is { } wrong)
            {
                yield return $"{wrong}: {entry}";
            }
        }

        if (report.Error is { } error && asked.Any(arn => before[arn].IsPending))
        {
            yield return $"there are keys to be restored, and yet: {error}";
        }
    }

    /// <summary>What must not be left after a rollback in which nothing went wrong.</summary>
    public static IEnumerable<string> OfClean(RollbackReport report, IReadOnlyDictionary<string, KeyLook> now, IEnumerable<string> doomed, Func<string, bool> unreadable)
    {
        foreach (var arn in doomed.Where(arn => now[arn].IsPending || now[arn].Tag(KeyTags.Hold) is null))
        {
            yield return $"{arn} is not restored and held: {now[arn]}";
        }

        foreach (var entry in report.Keys.Where(entry => entry.Outcome == RollbackOutcome.Failed && !unreadable(entry.Arn)))
        {
            yield return $"nothing went wrong, and yet: {entry}";
        }
    }

    private static string? Wrong(RollbackEntry entry, KeyLook? now) => (entry.Outcome, now) switch
    {
        (RollbackOutcome.NotFound, _) => "a key that is there was not found",
        (RollbackOutcome.Failed, _) when string.IsNullOrWhiteSpace(entry.Error) => "it failed and does not say why",
        (RollbackOutcome.Failed, { IsPending: false }) when entry is { Before: KeyState.PendingDeletion, After: KeyState.Disabled }
            && now.Tag(KeyTags.Hold) is null && !entry.Error.Contains("roll this key back once more, by its ARN", StringComparison.Ordinal) =>
            "its deletion is cancelled, it is not held, and nobody is told what to do about it",
        (RollbackOutcome.Failed, _) => null,
        (_, null) => "a key that is not there was restored",
        (_, { IsPending: true }) => "it is still pending deletion",
        (RollbackOutcome.Restored, _) when now.Tag(KeyTags.Hold) is null => "it was restored and is not held",
        _ => null,
    };

    // Its own, or that of the Region or the account that could not be searched.
    private static RollbackEntry? Entry(RollbackReport report, string arn)
    {
        var key = KeyArn.Parse(arn);
        return report.Keys.FirstOrDefault(entry => entry.Arn == arn) ?? report.Keys.FirstOrDefault(
            entry => entry.Outcome == RollbackOutcome.Failed
                && (entry.Arn == key.Region || entry.Arn == key.Account || entry.Arn == $"{key.Account} {key.Region}"
                    || entry.Error!.StartsWith("the account could not be entered", StringComparison.Ordinal)));
    }
}
