using KmsGuard.Testing;

namespace KmsGuard.Benchmarks.Cold;

/// <summary>A function that tells of an event: what Lambda would start, and what would be deployed.</summary>
/// <param name="Name">For the table.</param>
/// <param name="Program">An assembly, or a program.</param>
/// <param name="Package">The folder that would be zipped; null where the runtime brings everything but a few lines.</param>
internal sealed record ColdSubject(string Name, string Program, string? Package)
{
    /// <summary>KmsGuard in each way it can be published here, the recommended one first, and the same job as the field writes it.</summary>
    public static async Task<IReadOnlyList<ColdSubject>> PrepareAsync(Action<string> say)
    {
        List<ColdSubject> subjects =
        [
            await ReadyToRunAsync(say),
            await PublishAsync("KmsGuard, JIT", "jit", "KmsGuard.Lambda.dll", say),
        ];
        try
        {
            subjects.Add(await PublishAsync("KmsGuard, Native AOT", "aot", "KmsGuard.Lambda", say, "-r", "linux-x64", "-p:PublishAot=true", "-p:SelfContained=true"));
        }
        catch (InvalidOperationException e) when (e.Message.Contains("NU110", StringComparison.Ordinal) || e.Message.Contains("linker", StringComparison.Ordinal))
        {
            say("left out Native AOT: this feed has no compiler for it, or this machine no linker");
        }

        if (Command.Find("python3") is not null)
        {
            subjects.Add(new("Python, boto3", Path.Combine(Repository.Baselines, "python", "bootstrap.py"), null));
        }

        if (Command.Find("node") is not null && Command.Find("npm") is not null)
        {
            var folder = Path.Combine(Repository.Baselines, "node");
            await Repository.RunAsync(folder, "npm", "ci", "--silent", "--no-audit", "--no-fund");
            subjects.Add(new("Node, SDK v3", Path.Combine(folder, "bootstrap.mjs"), null));
        }

        return subjects;
    }

    /// <summary>The functions as eng/package makes them.</summary>
    public static Task<ColdSubject> ReadyToRunAsync(Action<string> say) =>
        PublishAsync("KmsGuard, ReadyToRun", "ready-to-run", "KmsGuard.Lambda.dll", say, "-r", "linux-x64", "-p:UseAppHost=false");

    private static async Task<ColdSubject> PublishAsync(string name, string folder, string program, Action<string> say, params string[] options)
    {
        say($"publishing {name}");
        var target = Path.Combine(Repository.Artifacts, folder);
        await Repository.RunAsync(
            Repository.Root, "dotnet",
            [
                "publish", Path.Combine(Repository.Root, "src", "KmsGuard.Lambda"), "-c", "Release", "-o", target,
                "--artifacts-path", Path.Combine(Repository.Artifacts, "build", folder), "--nologo", "-v", "quiet", "-p:DebugType=none", .. options,
            ]);
        return new(name, Path.Combine(target, program), target);
    }
}
