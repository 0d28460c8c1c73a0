namespace KmsGuard.Sandbox.Kms;

/// <summary>Keys that AWS manages for its services, made when first asked for.</summary>
internal static class AwsManagedKeys
{
    /// <summary>"AWS KMS always rotates the key material in AWS managed keys every year."</summary>
    public const int RotationPeriodInDays = 365;

    public const string AliasPrefix = "alias/aws/";

    /// <summary>Aliases that stand in every account and Region before there are keys for them.</summary>
    public static IReadOnlyList<string> PredefinedAliases { get; } =
    [
        "alias/aws/acm", "alias/aws/backup", "alias/aws/dynamodb", "alias/aws/ebs", "alias/aws/elasticfilesystem",
        "alias/aws/lambda", "alias/aws/rds", "alias/aws/redshift", "alias/aws/s3", "alias/aws/secretsmanager",
        "alias/aws/sns", "alias/aws/sqs", "alias/aws/ssm",
    ];

    public static KmsKey Create(KmsState state, KmsPartition partition, string alias)
    {
        var set = new KeySet { Id = KeySet.NewId(multiRegion: false), KeyManager = "AWS" };
        set.RotationPeriodInDays = RotationPeriodInDays;
        var key = partition.Add(set, state.Now, partition.ManagedKeyPolicy);
        key.Description = $"Default key that protects my data when no other key is defined ({alias[AliasPrefix.Length..]})";
        partition.Add(new KmsAlias(alias, key, state.Now));
        state.Timetable.RotateAt(set, state.Now.AddDays(RotationPeriodInDays));
        return key;
    }
}
