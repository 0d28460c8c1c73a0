namespace KmsGuard.Sandbox.Kms;

/// <summary>KMS in one account and Region.</summary>
internal sealed class KmsPartition
{
    public KmsPartition(string account, string region)
    {
        Account = account;
        Region = region;
        DefaultPolicy = KeyPolicy.Default(AwsPartition, account);
        ManagedKeyPolicy = KeyPolicy.ManagedByAws(AwsPartition, account);
        foreach (var name in AwsManagedKeys.PredefinedAliases)
        {
            Aliases[name] = new KmsAlias(name, null, default);
        }
    }

    public string Account { get; }

    public string Region { get; }

    public KeyPolicy DefaultPolicy { get; }

    public KeyPolicy ManagedKeyPolicy { get; }

    /// <summary>By key id.</summary>
    public OrderedTable<KmsKey> Keys { get; } = new();

    /// <summary>By name, <c>alias/</c> included.</summary>
    public OrderedTable<KmsAlias> Aliases { get; } = new();

    private string AwsPartition => Region switch
    {
        _ when Region.StartsWith("cn-", StringComparison.Ordinal) => "aws-cn",
        _ when Region.StartsWith("us-gov-", StringComparison.Ordinal) => "aws-us-gov",
        _ => "aws",
    };

    public string Arn(string resource) => $"arn:{AwsPartition}:kms:{Region}:{Account}:{resource}";

    /// <summary>Puts a key here: the first of its set is the primary, any further one a replica.</summary>
    public KmsKey Add(KeySet set, DateTimeOffset createdAt, KeyPolicy policy)
    {
        var key = new KmsKey(set, this, createdAt, policy);
        Keys[set.Id] = key;
        set.Add(key);
        return key;
    }

    public void Add(KmsAlias alias)
    {
        Aliases[alias.Name] = alias;
        if (alias.Key is { } key)
        {
            key.Aliases[alias.Name] = alias;
        }
    }
}
