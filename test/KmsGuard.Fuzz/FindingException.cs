namespace KmsGuard.Fuzz;

/// <summary>What a parser was found to do, and must not.</summary>
/// <param name="rule">The rule that is broken: the same for every input that breaks it.</param>
/// <param name="seen">What was seen.</param>
public sealed class FindingException(string rule, string seen = "") : Exception($"{rule}: {seen}")
{
    /// <summary>The rule.</summary>
    public string Rule { get; } = rule;
}
