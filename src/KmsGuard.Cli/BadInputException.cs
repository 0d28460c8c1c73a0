namespace KmsGuard.Cli;

/// <summary>What was asked for cannot be done, and nothing was: the message says why, in one line.</summary>
internal sealed class BadInputException(string message) : Exception(message)
{
    /// <summary>Ends the command when anything is wrong, and names all of it.</summary>
    public static void ThrowIfAny(IReadOnlyCollection<string> problems)
    {
        if (problems.Count > 0)
        {
            throw new BadInputException(string.Join(' ', problems.Select(problem => problem.EndsWith('.') ? problem : problem + ".")));
        }
    }
}
