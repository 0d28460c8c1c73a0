namespace KmsGuard.Report;

/// <summary>Takes each key's entry of the ledger as it is made, from any thread.</summary>
/// <param name="runId">The run.</param>
/// <param name="account">Twelve digits.</param>
/// <param name="region">The Region.</param>
/// <param name="key">The entry.</param>
public delegate void DecisionLog(string runId, string account, string region, KeyReport key);
