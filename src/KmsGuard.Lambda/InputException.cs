namespace KmsGuard.Lambda;

/// <summary>What a person or a schedule gave the function is not understood, and nothing was done. The message names everything that is wrong.</summary>
public sealed class InputException(IEnumerable<string> problems)
    : Exception($"Nothing was done: {string.Join("; ", problems.Select(problem => problem.TrimEnd('.')))}.")
{
    /// <summary>The message alone: it is for whoever wrote the input, and a stack says nothing about that.</summary>
    public override string ToString() => Message;
}
