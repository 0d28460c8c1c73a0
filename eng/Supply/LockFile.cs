using System.Text.Json.Nodes;

namespace KmsGuard.Supply;

/// <summary>What a project's lock file says of its packages.</summary>
internal static class LockFile
{
    /// <summary>What was restored, and is not what the file locks: one line each.</summary>
    /// <param name="file">A lock file.</param>
    /// <param name="packages">What was restored. What comes with the SDK (the compiler of Native AOT) may be missing in the file.</param>
    public static IEnumerable<string> Strangers(string file, IReadOnlyList<Package> packages)
    {
        var locked = JsonNode.Parse(File.ReadAllText(file))!["dependencies"]!.AsObject()
            .SelectMany(framework => framework.Value!.AsObject())
            .Where(entry => entry.Value!["contentHash"] is not null)
            .GroupBy(entry => entry.Key, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(group => group.Key, group => group.First().Value!, StringComparer.OrdinalIgnoreCase);
        foreach (var package in packages.Where(package => package.Assemblies.Count > 0))
        {
            if (!locked.TryGetValue(package.Name, out var entry))
            {
                yield return $"{package.Name} {package.Version} is not in {file}: eng/lock writes it anew, look at what changes";
            }
            else if ((string?)entry["contentHash"] != package.Sha512)
            {
                yield return $"{package.Name} {package.Version} has other contents than version {entry["resolved"]} in {file}: do not use it before you know why";
            }
        }
    }
}
