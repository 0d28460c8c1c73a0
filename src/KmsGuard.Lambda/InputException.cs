namespace KmsGuard.Lambda;

/// <summary>What a person or a schedule gave the function is not understood, and nothing was done. The message names what is wrong, twenty things at most.</summary>
public sealed class InputException(IReadOnlyCollection<string> problems)
    : Exception($"Nothing was done: {string.Join("; ", ProblemList.Few(problems).Select(problem => problem.TrimEnd('.')))}.")
{
    /// <summary>The message alone: it is for whoever wrote the input, and a stack says nothing about that.</summary>
    public override string ToString() => Message;
}
