using System.Diagnostics;

namespace KmsGuard.EndToEnd.Tests.Infra;

/// <summary>The terraform command, on a copy of <c>infra/terraform</c>: it writes beside what it reads.</summary>
internal sealed class Terraform : IDisposable
{
    private static readonly string? Program = Command.Find("terraform");
    private static readonly string? Plugins = Environment.GetEnvironmentVariable("KMSGUARD_TERRAFORM_PLUGINS") is { Length: > 0 } folder ? folder : null;

    private readonly DirectoryInfo copy = Directory.CreateTempSubdirectory("kmsguard-terraform-");
    private readonly Dictionary<string, string> environment;

    /// <param name="environment">What it finds in its environment besides.</param>
    public Terraform(params (string Name, string Value)[] environment)
    {
        this.environment = environment.ToDictionary(variable => variable.Name, variable => variable.Value);
        foreach (var file in Directory.EnumerateFiles(Source, "*", SearchOption.AllDirectories))
        {
            var relative = Path.GetRelativePath(Source, file);
            // What a person's own runs have left there is none of the test's.
            if (!relative.Contains(".terraform", StringComparison.Ordinal) && !relative.Contains("tfstate", StringComparison.Ordinal))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(copy.FullName, relative))!);
                File.Copy(file, Path.Combine(copy.FullName, relative));
            }
        }
    }

    /// <summary>The modules as they stand in the repository.</summary>
    public static string Source { get; } = Path.Combine(PublishedFunction.Root, "infra", "terraform");

    /// <summary>Why tests with Terraform are skipped; null when they are not.</summary>
    /// <remarks>
    /// KMSGUARD_REQUIRE_TOOLS=1 lets them fail instead where it is missing, and fetches the provider, hundreds of megabytes, where
    /// KMSGUARD_TERRAFORM_PLUGINS names no folder that has it.
    /// </remarks>
    public static string? SkipReason { get; } =
        Environment.GetEnvironmentVariable("KMSGUARD_REQUIRE_TOOLS") == "1" ? null
        : Program is null ? "terraform is not on the PATH: install it to run this."
        : Plugins is null ? "KMSGUARD_TERRAFORM_PLUGINS names no folder with Terraform's AWS provider: terraform providers mirror makes one."
        : null;

    /// <summary>Every folder that can be deployed or used by itself, relative to the root module.</summary>
    public static IReadOnlyList<string> Modules { get; } =
    [
        .. Directory.EnumerateFiles(Source, "*.tf", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Source, Path.GetDirectoryName(file)!))
            .Where(folder => !folder.Contains(".terraform", StringComparison.Ordinal)).Distinct().Order(StringComparer.Ordinal),
    ];

    /// <summary>A folder of the copy.</summary>
    public string Folder(string module) => Path.Combine(copy.FullName, module);

    /// <summary>Fetches the provider: from the folder in KMSGUARD_TERRAFORM_PLUGINS, or from the registry.</summary>
    public Task<string> InitAsync(string module) =>
        RunAsync(module, ["init", "-no-color", .. Plugins is null ? [] : new[] { $"-plugin-dir={Plugins}" }]);

    /// <summary>Runs a command that must succeed, and gives what it wrote.</summary>
    /// <exception cref="InvalidOperationException">It did not; the message has all that it wrote.</exception>
    public async Task<string> RunAsync(string module, params string[] arguments)
    {
        var (exitCode, output, error) = await TryAsync(module, arguments);
        return exitCode == 0 ? output : throw new InvalidOperationException(
            $"terraform {arguments[0]} in {module} ended with {exitCode}:\n{output}\n{error}");
    }

    /// <summary>Runs a command that may fail.</summary>
    public async Task<(int ExitCode, string Output, string Error)> TryAsync(string module, params string[] arguments)
    {
        var start = new ProcessStartInfo(
            Program ?? throw new InvalidOperationException("KMSGUARD_REQUIRE_TOOLS is set, and terraform is not on the PATH: install it."), arguments)
        {
            WorkingDirectory = Folder(module),
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        start.Environment["TF_INPUT"] = "0";
        start.Environment["CHECKPOINT_DISABLE"] = "1";
        // Nothing of the developer's own account gets in.
        start.Environment.Remove("AWS_PROFILE");
        start.Environment.Remove("AWS_SESSION_TOKEN");
        return await Command.RunAsync(start);
    }

    /// <inheritdoc/>
    public void Dispose() => copy.Delete(recursive: true);
}
