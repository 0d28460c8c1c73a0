using KmsGuard.Evaluate;

namespace KmsGuard.Detect;

/// <summary>Reads a snapshot fact by fact.</summary>
public static class KeyReaderExtensions
{
    /// <summary>What the key of an ARN from outside is. KMS is asked in the ARN's Region and account, and may know another key by that
    /// id there, which is then not described: one whose ARN has another partition.</summary>
    public static async Task<Reading<KeyDescription>> DescribeKeyAsync(this IKeyReader reader, KeyArn key, CancellationToken cancellationToken)
    {
        var reading = await reader.DescribeKeyAsync(key.KeyId, cancellationToken);
        return reading.Value is not { Arn: var known } || string.Equals(known.ToString(), key.ToString(), StringComparison.OrdinalIgnoreCase)
            ? reading
            : Reading.Failed<KeyDescription>(new(FailureKind.Service, "DescribeKey", "OtherKey", $"the key of that id is {known}, which is not the one that was named"));
    }

    /// <summary>The snapshot with one more fact.</summary>
    public static async Task<KeySnapshot> ReadAsync(
        this IKeyReader reader, KeySnapshot key, KeyRead read, CancellationToken cancellationToken) => read switch
        {
            KeyRead.Description => key with { Description = await reader.DescribeKeyAsync(key.Arn.KeyId, cancellationToken) },
            KeyRead.Rotation => key with { Rotation = await reader.GetKeyRotationStatusAsync(key.Arn, cancellationToken) },
            KeyRead.Tags => key with { Tags = await reader.ListResourceTagsAsync(key.Arn, cancellationToken) },
            KeyRead.Grants => key with { Grants = await reader.ListGrantsAsync(key.Arn, cancellationToken) },
            KeyRead.LastUsage => key with { LastUsage = await reader.GetKeyLastUsageAsync(key.Arn, cancellationToken) },
            _ => throw new ArgumentOutOfRangeException(nameof(read), read, "There is no such fact."),
        };

    /// <summary>The snapshot with everything that the decision needs, and nothing else.</summary>
    public static async Task<KeySnapshot> ReadForDecisionAsync(
        this IKeyReader reader, KeySnapshot key, SweepOptions options, DateTimeOffset now, CancellationToken cancellationToken)
    {
        while (KeyEvaluator.NextRead(key, options, now) is { } read)
        {
            key = await reader.ReadAsync(key, read, cancellationToken);
        }

        return key;
    }
}
