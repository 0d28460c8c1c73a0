namespace KmsGuard.Sandbox.Faults;

/// <summary>What goes wrong in the sandbox. As a file it is JSON: <see cref="FaultPlanFile"/>.</summary>
public sealed record FaultPlan
{
    /// <summary>Nothing goes wrong.</summary>
    public static FaultPlan None { get; } = new();

    /// <summary>
    /// What chance is drawn from: the n-th call of an operation, by an account, in a Region, on a key, fares the same in
    /// every run with the same seed, whatever other calls come in between. Keys are told apart by their ids, so it takes
    /// keys with given ids.
    /// </summary>
    public int Seed { get; init; }

    /// <summary>The rules. The shares of those that match the same call add up; what is over 1 is left out.</summary>
    public IReadOnlyList<FaultRule> Rules { get; init; } = [];

    /// <summary>A plan without chance: the calls of an operation all go wrong.</summary>
    /// <param name="kind">What goes wrong.</param>
    /// <param name="operation">A glob over the API operations.</param>
    public static FaultPlan Always(FaultKind kind, string operation) => new() { Rules = [new() { Kind = kind, Operation = operation }] };
}
