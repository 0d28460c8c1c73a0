using System.Collections.Concurrent;
using System.Diagnostics;

namespace KmsGuard.Sandbox.Lambda;

/// <summary>A function's process, started as Lambda starts it. Disposing it kills it with all it started.</summary>
public sealed class LambdaProcess : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> output = new();
    private readonly Process process;

    private readonly Task ended;

    private LambdaProcess(LambdaRuntimeApi api, ProcessStartInfo start)
    {
        process = new() { StartInfo = start };
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        ended = WatchAsync(api);
    }

    /// <summary>The system's number for it.</summary>
    public int Id => process.Id;

    /// <summary>What it wrote to standard output and standard error so far, in lines.</summary>
    public IReadOnlyList<string> Output => [.. output];

    /// <summary>Starts the function against its Runtime API; when the process ends, that API's invocations fail.</summary>
    /// <exception cref="FileNotFoundException">Nothing was published there.</exception>
    public static LambdaProcess Start(LambdaRuntimeApi api, LambdaFunction function)
    {
        if (!File.Exists(function.Program))
        {
            throw new FileNotFoundException("The function is not published: run dotnet publish first.", function.Program);
        }

        var program = Path.GetFullPath(function.Program);
        var managed = Path.GetExtension(program) == ".dll";
        var start = new ProcessStartInfo(managed ? "dotnet" : program, managed ? [program] : [])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetDirectoryName(program),
        };
        start.Environment.Clear();
        foreach (var (name, value) in LambdaEnvironment.Build(api, function))
        {
            start.Environment[name] = value;
        }

        return new(api, start);
    }

    /// <summary>Kills it and waits for its end.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!ended.IsCompleted)
        {
            process.Kill(entireProcessTree: true);
            await ended;
        }

        process.Dispose();
    }

    private async Task WatchAsync(LambdaRuntimeApi api)
    {
        await process.WaitForExitAsync();
        var lastWords = string.Join('\n', output.TakeLast(20));
        api.Fail(new("Runtime.ExitError", $"Runtime exited with exit status {process.ExitCode}: {lastWords}", []));
    }

    private void Keep(string? line)
    {
        if (line is not null)
        {
            output.Enqueue(line);
        }
    }
}
