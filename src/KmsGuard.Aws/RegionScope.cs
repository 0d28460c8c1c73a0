using KmsGuard.Settings;

namespace KmsGuard.Aws;

/// <summary>The Regions that the settings amount to.</summary>
public static class RegionScope
{
    /// <summary>The Regions named, every Region of the home Region's partition, or the home Region alone.</summary>
    /// <exception cref="AwsSettingsException">The home Region is asked for, and none is configured.</exception>
    public static IReadOnlyList<string> Of(GuardSettings settings, AwsSettings aws) =>
        settings.Regions.Count > 0 ? settings.Regions
        : settings.AllRegions ? RegionCatalog.OfPartition(aws.ResolveRegion())
        : [aws.ResolveRegion()];
}
