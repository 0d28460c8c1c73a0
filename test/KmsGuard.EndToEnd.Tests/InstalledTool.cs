using System.Diagnostics;
using System.Runtime.InteropServices;

namespace KmsGuard.EndToEnd.Tests;

/// <summary>kmsguard as dotnet pack and dotnet tool install give it, from nowhere but a folder.</summary>
public sealed class InstalledTool : IAsyncLifetime
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("kmsguard-tool-");

    private string Program => Path.Combine(folder.FullName, "tool", OperatingSystem.IsWindows() ? "kmsguard.exe" : "kmsguard");

    /// <summary>A path of a file that is deleted with the tool.</summary>
    public string PathOf(string name) => Path.Combine(folder.FullName, name);

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        var artifacts = Path.Combine(PublishedFunction.Root, "artifacts", "end-to-end");
        Directory.CreateDirectory(artifacts);
        var packages = PathOf("packages");
        await using (await PublishedFunction.LockAsync(Path.Combine(artifacts, "lock")))
        {
            await RunAsync(
                "pack", Path.Combine(PublishedFunction.Root, "src", "KmsGuard.Cli"), "-c", "Release", "-o", packages, "--artifacts-path", artifacts,
                "--nologo", "-v", "quiet", "-nodeReuse:false", "-p:UseSharedCompilation=false");
        }

        // No other source: what is not in the package is not there.
        await File.WriteAllTextAsync(
            PathOf("nuget.config"), $"<configuration><packageSources><clear/><add key=\"folder\" value=\"{packages}\"/></packageSources></configuration>");
        await RunAsync("tool", "install", "KmsGuard.Cli", "--tool-path", PathOf("tool"), "--configfile", PathOf("nuget.config"));
    }

    /// <inheritdoc/>
    public Task DisposeAsync()
    {
        folder.Delete(recursive: true);
        return Task.CompletedTask;
    }

    /// <summary>How kmsguard is started, with nothing of how AWS is configured on this machine.</summary>
    public ProcessStartInfo Start(IReadOnlyDictionary<string, string> variables, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(Program, arguments) { WorkingDirectory = folder.FullName };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("AWS_", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        // ROOT/shared/Microsoft.NETCore.App/VERSION/
        start.Environment["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        start.Environment["AWS_EC2_METADATA_DISABLED"] = "true";
        start.Environment["AWS_CONFIG_FILE"] = start.Environment["AWS_SHARED_CREDENTIALS_FILE"] = PathOf("no-such-file");
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        return start;
    }

    private async Task RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", arguments) { WorkingDirectory = folder.FullName };
        // The tool's own cache, so that no package of the same version from before is taken.
        if (arguments[0] == "tool")
        {
            start.Environment["NUGET_PACKAGES"] = PathOf("cache");
        }

        var (exitCode, output, error) = await Command.RunAsync(start);
        if (exitCode != 0)
        {
            throw new InvalidOperationException($"dotnet {arguments[0]} ended with {exitCode}:\n{output}{error}");
        }
    }
}
