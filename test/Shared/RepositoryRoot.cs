namespace KmsGuard.Testing;

/// <summary>The folder of the solution: by walking up, since paths that the compiler embeds are not those of this machine in a
/// deterministic build.</summary>
internal static class RepositoryRoot
{
    /// <summary>Its path.</summary>
    /// <exception cref="DirectoryNotFoundException">This runs outside of a source tree.</exception>
    public static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "KmsGuard.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No KmsGuard.sln above {AppContext.BaseDirectory}: this runs from a source tree.");
    }
}
