namespace KmsGuard.Restore;

/// <summary>Tells how far a rollback is, when it has more than a few keys at work.</summary>
internal sealed class RollbackProgress(int keys, Action<string>? tell)
{
    private const int Few = 10;
    private const int Step = 25;

    private readonly Lock gate = new();
    private int done;

    /// <summary>Before the first key.</summary>
    public void Begin()
    {
        if (keys > Few)
        {
            tell?.Invoke($"{keys} keys to restore; KMS allows 5 a second in a Region ...");
        }
    }

    /// <summary>After each key.</summary>
    public void Next()
    {
        lock (gate)
        {
            done++;
            if (keys > Few && (done % Step == 0 || done == keys))
            {
                tell?.Invoke($"{done} of {keys} keys done.");
            }
        }
    }
}
