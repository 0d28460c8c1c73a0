using System.Security.Cryptography;
using KmsGuard.Testing;

namespace KmsGuard.Fuzz;

/// <summary>Where inputs are kept: seeds and what was found in the past beside this code, what is found now in artifacts.</summary>
public static class Corpus
{
    private static readonly string Root = RepositoryRoot.Find();

    /// <summary>What findings are written to.</summary>
    public static string Findings { get; } = Path.Combine(Root, "artifacts", "fuzz", "findings");

    /// <summary>The files of a target, in order.</summary>
    public static IReadOnlyList<string> FilesOf(Target target)
    {
        var folders = new List<string> { Path.Combine(Root, "test", "KmsGuard.Fuzz", "corpus", target.Name) };
        if (target.Name == "event")
        {
            folders.Add(Path.Combine(Root, "test", "KmsGuard.Tests", "Detect", "Events"));
        }

        return [.. folders.Where(Directory.Exists).SelectMany(Directory.EnumerateFiles).Order(StringComparer.Ordinal)];
    }

    /// <summary>All the seeds of a target.</summary>
    public static IReadOnlyList<byte[]> SeedsOf(Target target) => [.. FilesOf(target).Select(File.ReadAllBytes), .. target.Made];

    /// <summary>Writes a finding, and says where.</summary>
    public static string Keep(Target target, byte[] input)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Findings, target.Name)).FullName;
        var file = Path.Combine(folder, Convert.ToHexStringLower(SHA256.HashData(input))[..12]);
        File.WriteAllBytes(file, input);
        return Path.GetRelativePath(Root, file);
    }
}
