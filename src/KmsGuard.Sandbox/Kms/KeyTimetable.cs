namespace KmsGuard.Sandbox.Kms;

/// <summary>What falls due when: deletions, rotations, expiries of imported material.</summary>
internal sealed class KeyTimetable
{
    // An entry is never taken out when its date is called off: it is found stale when its time comes.
    private readonly PriorityQueue<Entry, (DateTimeOffset At, long Order)> entries = new();
    private long order;

    public void DeleteAt(KmsKey key, DateTimeOffset at)
    {
        key.State = KeyState.PendingDeletion;
        key.DeletionDate = at;
        Add(key, KmsServiceEventKind.KeyDeleted, at);
    }

    public void ExpireAt(KmsKey key, DateTimeOffset at)
    {
        key.ValidTo = at;
        Add(key, KmsServiceEventKind.KeyMaterialExpired, at);
    }

    public void RotateAt(KeySet set, DateTimeOffset at)
    {
        set.NextRotation = at;
        Add(set.Primary, KmsServiceEventKind.KeyRotated, at);
    }

    /// <summary>Rotates a key whose date passed while it could not be rotated; null for any other.</summary>
    public KmsServiceEvent? RotateOverdue(KeySet set, DateTimeOffset now) =>
        set.NextRotation <= now ? Rotated(set, now) : null;

    /// <summary>Does all that has fallen due, in the order of time.</summary>
    public IEnumerable<KmsServiceEvent> Settle(DateTimeOffset now)
    {
        while (entries.TryPeek(out var entry, out var due) && due.At <= now)
        {
            entries.Dequeue();
            if (Happen(entry) is { } happened)
            {
                yield return happened;
            }
        }
    }

    private void Add(KmsKey key, KmsServiceEventKind kind, DateTimeOffset at) =>
        entries.Enqueue(new Entry(key, kind, at), (at, order++));

    private KmsServiceEvent? Happen(Entry entry) => entry switch
    {
        { Kind: KmsServiceEventKind.KeyDeleted } when entry.Key.DeletionDate == entry.At => Deleted(entry.Key, entry.At),
        { Kind: KmsServiceEventKind.KeyMaterialExpired } when entry.Key.ValidTo == entry.At => Expired(entry.Key, entry.At),

        // KMS does not rotate a key that is disabled or pending deletion; RotateOverdue makes up for it later.
        { Kind: KmsServiceEventKind.KeyRotated, Key.State: KeyState.Enabled } when entry.Key.Set.NextRotation == entry.At =>
            Rotated(entry.Key.Set, entry.At),
        _ => null,
    };

    private KmsServiceEvent Deleted(KmsKey key, DateTimeOffset at)
    {
        foreach (var alias in key.Aliases.Names)
        {
            key.Partition.Aliases.Remove(alias);
        }

        key.Partition.Keys.Remove(key.Set.Id);
        key.DeletionDate = null;
        key.ValidTo = null;
        key.Set.Replicas.Remove(key);
        var primary = key.Set.Primary;
        if (primary == key)
        {
            key.Set.NextRotation = null;
        }
        else if (key.Set.Replicas.Count == 0 && primary.State == KeyState.PendingReplicaDeletion)
        {
            // "The waiting period for the primary key begins when the last of its replica keys is deleted."
            DeleteAt(primary, at.AddDays(primary.PendingWindowInDays!.Value));
        }

        return new KmsServiceEvent(KmsServiceEventKind.KeyDeleted, key.Arn, at);
    }

    private static KmsServiceEvent Expired(KmsKey key, DateTimeOffset at)
    {
        key.ValidTo = null;
        if (!key.IsPendingDeletion)
        {
            key.State = KeyState.PendingImport;
        }

        return new KmsServiceEvent(KmsServiceEventKind.KeyMaterialExpired, key.Arn, at);
    }

    private KmsServiceEvent Rotated(KeySet set, DateTimeOffset at)
    {
        set.Rotations.Add(new KeyRotationRecord(at, "AUTOMATIC"));
        RotateAt(set, at.AddDays(set.RotationPeriodInDays!.Value));
        return new KmsServiceEvent(KmsServiceEventKind.KeyRotated, set.Primary.Arn, at);
    }

    private sealed record Entry(KmsKey Key, KmsServiceEventKind Kind, DateTimeOffset At);
}
