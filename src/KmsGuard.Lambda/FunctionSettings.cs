using KmsGuard.Aws;
using KmsGuard.Settings;

namespace KmsGuard.Lambda;

/// <summary>Reads the settings: the function's environment variables, and what an input puts in their place for one run.</summary>
internal static class FunctionSettings
{
    /// <summary>What the name of every variable begins with.</summary>
    public const string Prefix = "KMSGUARD_";

    /// <summary>Reads and checks.</summary>
    /// <param name="environment">The value of an environment variable.</param>
    /// <param name="input">Fields of the input, which win; those without a value do not count.</param>
    /// <param name="problems">Takes everything that is wrong.</param>
    public static GuardSettings Read(
        Func<string, string?> environment, IEnumerable<KeyValuePair<string, string?>> input, List<string> problems)
    {
        var given = input
            .Where(field => !string.IsNullOrEmpty(field.Value))
            .ToDictionary(field => field.Key.ToUpperInvariant(), field => field, StringComparer.Ordinal);
        var settings = GuardSettings.Read(
            name => given.TryGetValue(name, out var field) ? field.Value : environment(Prefix + name),
            name => given.TryGetValue(name, out var field) ? field.Key : Prefix + name,
            RegionCatalog.Exists,
            out var wrong);
        problems.AddRange(wrong);
        return settings;
    }
}
