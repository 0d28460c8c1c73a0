using KmsGuard.Detect;

namespace KmsGuard.Aws.Detect;

/// <summary>
/// Reads the ARNs of one account and Region, which share everything but the key's id: there may be 100,000 of them, and
/// most are kept as long as the run takes.
/// </summary>
internal sealed class ArnReader(string account, string region)
{
    private readonly string partition = RegionCatalog.PartitionOf(region);
    private readonly string prefix = $"arn:{RegionCatalog.PartitionOf(region)}:kms:{region}:{account}:key/";

    /// <summary>Reads an ARN that AWS gave, of this Region or another.</summary>
    /// <exception cref="FormatException">The text is no key ARN.</exception>
    public KeyArn Read(string? text) =>
        text?.StartsWith(prefix, StringComparison.Ordinal) == true && text[prefix.Length..] is var id && KeyArn.IsKeyId(id)
            ? new(partition, region, account, id)
            : KeyArn.Parse(text!);
}
