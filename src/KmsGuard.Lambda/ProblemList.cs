namespace KmsGuard.Lambda;

/// <summary>What is wrong with an input or with the settings. Both are as long as somebody makes them, and a message that goes
/// into the log, and back to the caller, is not.</summary>
internal static class ProblemList
{
    private const int Most = 20;

    /// <summary>The first of them, and how many more there are.</summary>
    public static IEnumerable<string> Few(IReadOnlyCollection<string> problems) =>
        problems.Count > Most ? problems.Take(Most).Append($"and {problems.Count - Most} more such problems.") : problems;
}
