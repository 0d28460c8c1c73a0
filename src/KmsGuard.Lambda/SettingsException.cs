namespace KmsGuard.Lambda;

/// <summary>The function is not set up so that it could start. The message names everything that is wrong.</summary>
public sealed class SettingsException(IEnumerable<string> problems)
    : Exception($"KmsGuard cannot start. {string.Join(' ', problems)}")
{
    /// <summary>The message alone: it is for whoever set the variables, and a stack says nothing about those.</summary>
    public override string ToString() => Message;
}
