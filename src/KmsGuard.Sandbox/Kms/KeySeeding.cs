using KmsGuard.Sandbox.Wire;

namespace KmsGuard.Sandbox.Kms;

/// <summary>Plants keys in states and with pasts that no call could bring about at once.</summary>
internal static class KeySeeding
{
    // No API makes key stores here; seeded keys of custom key stores are all in this one.
    private const string KeyStoreId = "cks-1234567890abcdef0";

    /// <exception cref="ArgumentException">The account or Region does not exist here, or the seed contradicts itself.</exception>
    public static KmsKey Plant(KmsState state, string account, string region, KeySeed seed)
    {
        if (!state.Serves(account, region))
        {
            throw new ArgumentException($"The sandbox has no account {account} with Region {region}: add it to its options.");
        }

        if (!Enum.TryParse<KeyState>(seed.KeyState, out var keyState) || seed.Tags.Count > KeyTags.MostTags)
        {
            throw new ArgumentException($"{seed.KeyState} is no KeyState, or there are more than {KeyTags.MostTags} tags.");
        }

        var partition = state.Partition(account, region);
        var set = seed.ReplicaOf is null ? NewSet(seed) : Replicated(state, seed.ReplicaOf);
        if (partition.Keys.Contains(set.Id)
            || seed.Aliases.Any(name => partition.Aliases.TryGet(name, out var alias) && alias.Key is not null))
        {
            throw new ArgumentException(
                $"{region} has that key, or one of the aliases {string.Join(", ", seed.Aliases)}, already.");
        }

        var createdAt = seed.CreatedAt ?? state.Now;
        var key = partition.Add(set, createdAt, Policy(seed, partition));
        key.Description = seed.Description;
        foreach (var name in seed.Aliases)
        {
            partition.Add(new KmsAlias(name, key, createdAt));
        }

        foreach (var grantee in seed.GranteePrincipals)
        {
            KeyGrants.Seed(key, grantee, createdAt);
        }

        KeyTags.Put(key, seed.Tags);
        if (seed.LastUsedAt is { } usedAt)
        {
            key.LastUse = new KeyUse(seed.LastUsedBy, usedAt, Guid.NewGuid().ToString(), Guid.NewGuid().ToString());
        }

        key.State = keyState;
        Time(state, key, seed);
        return key;
    }

    private static KeySet NewSet(KeySeed seed)
    {
        var usage = seed.KeyUsage ?? KeyCatalog.ImpliedUsage(seed.KeySpec);
        return usage is not null && KeyCatalog.Fits(seed.KeySpec, usage) && KeyCatalog.Origins.Contains(seed.Origin)
            ? new KeySet
            {
                Id = seed.Id is null ? KeySet.NewId(seed.MultiRegion) : KeySet.IsId(seed.Id, seed.MultiRegion) ? seed.Id
                    : throw new ArgumentException($"{seed.Id} is no id of such a key."),
                KeySpec = seed.KeySpec,
                KeyUsage = usage,
                Origin = seed.Origin,
                KeyManager = seed.KeyManager,
                MultiRegion = seed.MultiRegion,
                CustomKeyStoreId = seed.Origin is "AWS_CLOUDHSM" or "EXTERNAL_KEY_STORE" ? KeyStoreId : null,
                XksKeyId = seed.Origin == "EXTERNAL_KEY_STORE" ? "bb8562717f809024" : null,
            }
            : throw new ArgumentException($"A key cannot be {seed.KeySpec} for {usage} of origin {seed.Origin}.");
    }

    private static KeySet Replicated(KmsState state, string primaryArn) =>
        primaryArn.Split(':') is ["arn", _, "kms", var region, var account, var resource]
        && state.Serves(account, region)
        && state.Partition(account, region).Keys.TryGet(resource.Replace("key/", "", StringComparison.Ordinal), out var primary)
        && primary is { Set.MultiRegion: true, IsReplica: false }
            ? primary.Set
            : throw new ArgumentException($"{primaryArn} is no multi-Region primary key: plant it first.");

    private static KeyPolicy Policy(KeySeed seed, KmsPartition partition)
    {
        try
        {
            return seed.Policy is { } text ? KeyPolicy.Parse(text)
                : seed.KeyManager == "AWS" ? partition.ManagedKeyPolicy
                : partition.DefaultPolicy;
        }
        catch (AwsException refusal)
        {
            throw new ArgumentException(refusal.Message, refusal);
        }
    }

    private static void Time(KmsState state, KmsKey key, KeySeed seed)
    {
        if (key.IsPendingDeletion)
        {
            key.PendingWindowInDays = seed.PendingWindowInDays;
        }

        if (key.State == KeyState.PendingDeletion)
        {
            state.Timetable.DeleteAt(key, state.Now.AddDays(seed.PendingWindowInDays));
        }

        if (seed.MaterialValidTo is { } validTo)
        {
            state.Timetable.ExpireAt(key, validTo);
        }

        if ((key.IsAwsManaged ? AwsManagedKeys.RotationPeriodInDays : seed.RotationPeriodInDays) is { } days && !key.IsReplica)
        {
            // Rotations before now are history: the next one is a whole number of periods after the creation.
            var past = Math.Max(0, Math.Floor((state.Now - key.CreatedAt) / TimeSpan.FromDays(days)));
            key.Set.RotationPeriodInDays = days;
            state.Timetable.RotateAt(key.Set, key.CreatedAt.AddDays((past + 1) * days));
        }
    }
}
