using System.Text.RegularExpressions;
using Amazon;

namespace KmsGuard.Aws;

/// <summary>The Regions that this version of the SDK knows. Whether an account has one enabled, only a call can tell.</summary>
public static partial class RegionCatalog
{
    // The SDK also lists us-east-1-regional, an endpoint variant of S3's: a name that does not end in a number is no Region.
    private static readonly Dictionary<string, string> Partitions = RegionEndpoint.EnumerableAllRegions
        .Where(region => IsRegionName(region.SystemName))
        .ToDictionary(region => region.SystemName, region => region.PartitionName, StringComparer.Ordinal);

    /// <summary>Every Region known, of all partitions, in alphabetical order.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Partitions.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Whether it is a Region known by that name.</summary>
    public static bool Exists(string region) => Partitions.ContainsKey(region);

    /// <summary>Whether it could be a Region's name: what is put into host names is held to this.</summary>
    public static bool IsRegionName(string region) => Name().IsMatch(region);

    /// <summary>The partition of a Region: aws, aws-cn, aws-us-gov, ...; for one not known yet, what its name says.</summary>
    public static string PartitionOf(string region) =>
        Partitions.TryGetValue(region, out var partition) ? partition : RegionEndpoint.GetBySystemName(region).PartitionName;

    /// <summary>Every Region of the partition that a Region lies in, in alphabetical order.</summary>
    public static IReadOnlyList<string> OfPartition(string regionInThatPartition)
    {
        var partition = PartitionOf(regionInThatPartition);
        return [.. Partitions.Where(region => region.Value == partition).Select(region => region.Key).Order(StringComparer.Ordinal)];
    }

    [GeneratedRegex(@"^[a-z]{2,8}(-[a-z]{1,16}){1,3}-[0-9]{1,2}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
