using System.Diagnostics;
using SharpFuzz;

namespace KmsGuard.Fuzz;

/// <summary>Makes a copy of this program in which KmsGuard's assemblies count their branches, and runs that.</summary>
internal static class Instrumentation
{
    private static readonly string[] Assemblies = ["KmsGuard.dll", "KmsGuard.Aws.dll", "KmsGuard.Lambda.dll", "KmsGuard.Cli.dll"];

    /// <summary>Runs the copy with the same arguments, and gives its exit code.</summary>
    public static int Run(string folder, IEnumerable<string> args)
    {
        Copy(AppContext.BaseDirectory, folder);
        // SharpFuzz takes its options from the environment only.
        Environment.SetEnvironmentVariable("SHARPFUZZ_ENABLE_ON_BRANCH_CALLBACK", "1");
        foreach (var assembly in Assemblies)
        {
            Fuzzer.Instrument(Path.Combine(folder, assembly), _ => true, Options.Value);
        }

        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet");
        foreach (var argument in (string[])[Path.Combine(folder, "KmsGuard.Fuzz.dll"), Program.Instrumented, .. args])
        {
            start.ArgumentList.Add(argument);
        }

        using var child = Process.Start(start)!;
        child.WaitForExit();
        return child.ExitCode;
    }

    private static void Copy(string from, string to)
    {
        if (Directory.Exists(to))
        {
            Directory.Delete(to, recursive: true);
        }

        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }
    }
}
