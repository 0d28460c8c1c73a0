using KmsGuard.Testing;

namespace KmsGuard.Benchmarks;

/// <summary>The repository that the benchmarks run in, and programs run there.</summary>
internal static class Repository
{
    /// <summary>The folder of the solution.</summary>
    public static string Root { get; } = RepositoryRoot.Find();

    /// <summary>Where benchmarks leave what they build and measure.</summary>
    public static string Artifacts { get; } = Directory.CreateDirectory(Path.Combine(Root, "artifacts", "benchmarks")).FullName;

    /// <summary>Where the baselines stand, as copied to the output.</summary>
    public static string Baselines { get; } = Path.Combine(AppContext.BaseDirectory, "baselines");

    /// <summary>Runs a program to its end.</summary>
    /// <exception cref="InvalidOperationException">It failed; with what it wrote.</exception>
    public static async Task RunAsync(string folder, string program, params string[] arguments)
    {
        var (exitCode, output, error) = await Command.RunAsync(new(program, arguments) { WorkingDirectory = folder });
        if (exitCode != 0)
        {
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {exitCode}:\n{output}{error}");
        }
    }
}
