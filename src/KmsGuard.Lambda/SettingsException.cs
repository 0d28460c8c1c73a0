namespace KmsGuard.Lambda;

/// <summary>The function is not set up so that it could start. The message names what is wrong, twenty things at most.</summary>
public sealed class SettingsException(IReadOnlyCollection<string> problems)
    : Exception($"KmsGuard cannot start. {string.Join(' ', ProblemList.Few(problems))}")
{
    /// <summary>The message alone: it is for whoever set the variables, and a stack says nothing about those.</summary>
    public override string ToString() => Message;
}
