namespace KmsGuard.Remediate;

/// <summary>On whose behalf AWS is called: a run, or one invocation's slice of it.</summary>
/// <param name="Id">The run's id, for tags, role sessions and reports.</param>
/// <param name="Stop">Fires when time is up: no call is begun any more, and each one under way is finished.</param>
public sealed record Run(string Id, CancellationToken Stop = default)
{
    /// <summary>What the alert function does for one event: always the same, so that a warm function keeps its clients.</summary>
    public static Run Alert { get; } = new("alert");
}
