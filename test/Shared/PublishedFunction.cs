using System.Diagnostics;

namespace KmsGuard.Testing;

/// <summary>KmsGuard.Lambda as dotnet publish gives it, once for all tests.</summary>
public class PublishedFunction : IAsyncLifetime
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("kmsguard-function-");

    /// <summary>What would be deployed.</summary>
    public string Folder => folder.FullName;

    /// <summary>What Lambda starts.</summary>
    public virtual string Program => Path.Combine(Folder, "KmsGuard.Lambda.dll");

    /// <summary>The folder of the solution, above the one that the tests run in.</summary>
    public static string Root { get; } = RepositoryRoot.Find();

    /// <summary>What dotnet publish is told besides.</summary>
    protected virtual IEnumerable<string> Options => [];

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        // Its own artifacts, kept for the next time: another project's build may be writing the usual ones at this moment.
        var artifacts = Path.Combine(Root, "artifacts", "end-to-end");
        Directory.CreateDirectory(artifacts);
        await using var only = await LockAsync(Path.Combine(artifacts, "lock"));
        var (exitCode, output) = await RunAsync(
            [
                "publish", Path.Combine(Root, "src", "KmsGuard.Lambda"), "-c", "Release", "-o", Folder, "--artifacts-path", artifacts,
                "--nologo", "-v", "quiet", "-nodeReuse:false", "-p:UseSharedCompilation=false", .. Options,
            ]);
        if (exitCode != 0)
        {
            throw new InvalidOperationException($"dotnet publish ended with {exitCode}:\n{output}");
        }
    }

    /// <inheritdoc/>
    public Task DisposeAsync()
    {
        folder.Delete(recursive: true);
        return Task.CompletedTask;
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", arguments) { WorkingDirectory = Root };
        var (exitCode, output, error) = await Command.RunAsync(start);
        return (exitCode, output + error);
    }

    /// <summary>Waits until no other process has this file, and keeps it until disposed.</summary>
    internal static async Task<FileStream> LockAsync(string path)
    {
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                // Another run of these tests is at it.
                await Task.Delay(TimeSpan.FromMilliseconds(200));
            }
        }
    }

}

/// <summary>The tests that share it.</summary>
[CollectionDefinition(Name)]
public sealed class PublishedFunctionTests : ICollectionFixture<PublishedFunction>
{
    /// <summary>What to name in [Collection].</summary>
    public const string Name = "published function";
}
