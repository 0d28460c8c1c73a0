using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json.Nodes;

namespace KmsGuard.EndToEnd.Tests.Infra.Organization;

/// <summary>JSONata's reference implementation, in the version that Step Functions has, in one process of Node.</summary>
public sealed class Jsonata : IDisposable
{
    private static readonly Lazy<string> Installed = new(Install);

    private readonly ConcurrentDictionary<long, TaskCompletionSource<JsonObject>> open = new();
    private readonly SemaphoreSlim turn = new(1);
    private readonly Lazy<Process> node;
    private long last;

    public Jsonata() => node = new(Start);

    /// <summary>Why tests with it are skipped; null when they are not. KMSGUARD_REQUIRE_TOOLS=1 lets them fail instead.</summary>
    public static string? SkipReason { get; } =
        Environment.GetEnvironmentVariable("KMSGUARD_REQUIRE_TOOLS") == "1" || (Command.Find("node") is not null && Command.Find("npm") is not null)
            ? null
            : "node and npm are not on the PATH: install Node.js to run this.";

    /// <summary>Where the package lies, with the program that evaluates; installed when first asked for.</summary>
    public static string Folder => Installed.Value;

    /// <summary>Evaluates an expression, without its braces.</summary>
    /// <exception cref="StateException">It has no value: States.QueryEvaluationError.</exception>
    public async Task<JsonNode?> EvaluateAsync(string expression, JsonObject variables)
    {
        var id = Interlocked.Increment(ref last);
        var answered = open[id] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var request = new JsonObject { ["id"] = id, ["expression"] = expression, ["variables"] = variables.DeepClone() };
        await turn.WaitAsync();
        try
        {
            await node.Value.StandardInput.WriteLineAsync(request.ToJsonString());
            await node.Value.StandardInput.FlushAsync();
        }
        finally
        {
            turn.Release();
        }

        var answer = await answered.Task.WaitAsync(TimeSpan.FromMinutes(5));
        return answer["error"] is { } error
            ? throw new StateException("States.QueryEvaluationError", $"{error}: {expression}")
            : answer["value"]?.DeepClone();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (node.IsValueCreated)
        {
            node.Value.Kill(entireProcessTree: true);
            node.Value.Dispose();
        }

        turn.Dispose();
    }

    // Kept for the next run of the tests, and used by one run at a time while it is made.
    private static string Install()
    {
        var source = Path.Combine(PublishedFunction.Root, "test", "KmsGuard.EndToEnd.Tests", "Infra", "Organization", "Jsonata");
        var folder = Directory.CreateDirectory(Path.Combine(PublishedFunction.Root, "artifacts", "jsonata")).FullName;
        using var only = PublishedFunction.LockAsync(Path.Combine(folder, "lock")).GetAwaiter().GetResult();
        foreach (var file in Directory.EnumerateFiles(source))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)), overwrite: true);
        }

        if (File.Exists(Path.Combine(folder, "node_modules", ".package-lock.json")))
        {
            return folder;
        }

        var start = new ProcessStartInfo(Command.Find("npm") ?? throw Missing(), ["ci", "--no-audit", "--no-fund"]) { WorkingDirectory = folder };
        var (exitCode, output, error) = Command.RunAsync(start).GetAwaiter().GetResult();
        return exitCode == 0 ? folder : throw new InvalidOperationException($"npm ci in {folder} ended with {exitCode}:\n{output}{error}");
    }

    private static InvalidOperationException Missing() => new("KMSGUARD_REQUIRE_TOOLS is set, and node or npm is not on the PATH.");

    private Process Start()
    {
        var process = new Process
        {
            StartInfo = new(Command.Find("node") ?? throw Missing(), [Path.Combine(Folder, "evaluate.js")])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            },
        };
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is { } text && JsonNode.Parse(text) is JsonObject answer && open.TryRemove((long)answer["id"]!, out var waiting))
            {
                waiting.SetResult(answer);
            }
        };
        process.Start();
        process.BeginOutputReadLine();
        return process;
    }
}

/// <summary>A test that needs JSONata: skipped, with the reason, where Node is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class JsonataFactAttribute : FactAttribute
{
    /// <summary>Decides when tests are discovered.</summary>
    public JsonataFactAttribute() => Skip = Jsonata.SkipReason;
}

/// <summary>Cases that need JSONata.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class JsonataTheoryAttribute : TheoryAttribute
{
    /// <summary>Decides when tests are discovered.</summary>
    public JsonataTheoryAttribute() => Skip = Jsonata.SkipReason;
}
