namespace KmsGuard.Sandbox.Faults;

/// <summary>What went wrong with one call.</summary>
/// <param name="Kind">What it was.</param>
/// <param name="Done">Whether the operation was done, well or not, and only its answer suffered.</param>
/// <param name="Delay">How late a slow answer is.</param>
/// <param name="ServiceTime">What a service's clock showed that is not the caller's (UTC); null for any other fault.</param>
public sealed record Fault(FaultKind Kind, bool Done, TimeSpan Delay = default, DateTimeOffset? ServiceTime = null);
