namespace KmsGuard.Supply;

/// <summary>Every package of the solution, with its licence and how far it gets.</summary>
internal static class Listing
{
    private static readonly string[] Permissive = ["MIT", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause"];

    /// <summary>Prints it.</summary>
    /// <param name="root">The solution's folder, restored.</param>
    /// <param name="output">Where to.</param>
    /// <returns>What must not be, a line each.</returns>
    public static async Task<IReadOnlyList<string>> PrintAsync(string root, TextWriter output)
    {
        List<string> wrong = [];
        foreach (var (package, reach) in Reached(root))
        {
            var licence = package.Licence();
            await output.WriteLineAsync($"{reach,-10} {package.Name,-53} {package.Version,-12} {licence}");
            if (reach != Build && !Permissive.Contains(licence))
            {
                wrong.Add($"{package.Name} is shipped, and its licence is '{licence}', none of {string.Join(", ", Permissive)}");
            }
        }

        var (known, lines) = await Advisories.OfAsync(Path.Combine(root, "KmsGuard.sln"));
        await output.WriteLineAsync(lines.Count > 0 ? "\nknown vulnerabilities:"
            : known ? "\nno known vulnerability in any of them"
            : "\nthe package feed has no list of vulnerabilities: ask another about the versions above");
        foreach (var line in lines)
        {
            await output.WriteLineAsync(line);
            wrong.Add(line);
        }

        return wrong;
    }

    private const string Build = "build";

    // The farthest place that a package gets to: the functions, the command, or no farther than building and testing.
    private static IEnumerable<(Package Package, string Reach)> Reached(string root)
    {
        HashSet<string> seen = [];
        foreach (var (assets, reach) in new[] { (Assets("src/KmsGuard.Lambda"), "functions"), (Assets("src/KmsGuard.Cli"), "command") }
            .Concat(new[] { "src", "test", "eng" }
                .SelectMany(folder => Directory.EnumerateDirectories(Path.Combine(root, folder)))
                .Order(StringComparer.Ordinal)
                .Select(project => (Assets: Assets(project), Build))
                .Where(project => File.Exists(project.Assets))))
        {
            foreach (var package in RestoredPackages.Of(assets).OrderBy(package => package.Name, StringComparer.OrdinalIgnoreCase))
            {
                if ((reach == Build || package.Assemblies.Count > 0) && seen.Add($"{package.Name} {package.Version}"))
                {
                    yield return (package, reach);
                }
            }
        }

        string Assets(string project) => Path.Combine(root, project, "obj", "project.assets.json");
    }
}
