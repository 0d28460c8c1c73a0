using System.Collections.Concurrent;
using System.Diagnostics;

namespace KmsGuard.Testing;

/// <summary>Runs moto, the emulator that others wrote, as a second opinion beside the sandbox. Starts when first asked for.</summary>
public sealed class MotoServer : IDisposable
{
    private readonly Lock gate = new();
    private Task<Uri>? started;
    private Process? process;

    /// <summary>The account that moto takes plain credentials for.</summary>
    public const string Account = "123456789012";

    /// <summary>Why tests with moto are skipped; null when they are not.</summary>
    /// <remarks>KMSGUARD_REQUIRE_TOOLS=1 lets them fail instead, where a missing tool is a mistake.</remarks>
    public static string? SkipReason { get; } =
        Command.Find("moto_server") is not null || Environment.GetEnvironmentVariable("KMSGUARD_REQUIRE_TOOLS") == "1"
            ? null
            : "moto_server is not on the PATH: pip install 'moto[server]' to run this.";

    /// <summary>Where it serves.</summary>
    /// <exception cref="InvalidOperationException">It is not installed, or it did not start.</exception>
    public Task<Uri> EndpointAsync()
    {
        lock (gate)
        {
            return started ??= StartAsync();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (process is { HasExited: false })
        {
            process.Kill(entireProcessTree: true);
        }

        process?.Dispose();
    }

    private async Task<Uri> StartAsync()
    {
        var tool = Command.Find("moto_server") ?? throw new InvalidOperationException(
            "KMSGUARD_REQUIRE_TOOLS is set, and moto_server is not on the PATH: pip install 'moto[server]'.");
        // The port that it gets is its own from the start: one that was free a moment ago could be somebody else's by now.
        process = Process.Start(new ProcessStartInfo(tool, ["-H", "127.0.0.1", "-p", "0"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        return await ServingAsync(process);
    }

    /// <summary>Reads what a server of moto's writes, to its end, until it says where it serves.</summary>
    /// <exception cref="InvalidOperationException">It ended instead.</exception>
    internal static async Task<Uri> ServingAsync(Process process)
    {
        const string Said = " * Running on ";
        var lines = new ConcurrentQueue<string?>();
        var serving = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        process.OutputDataReceived += (_, line) => lines.Enqueue(line.Data);
        process.ErrorDataReceived += (_, line) =>
        {
            lines.Enqueue(line.Data);
            if (line.Data?.StartsWith(Said, StringComparison.Ordinal) == true)
            {
                serving.TrySetResult(new Uri(line.Data[Said.Length..]));
            }
        };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await Task.WhenAny(serving.Task, process.WaitForExitAsync()).WaitAsync(TimeSpan.FromMinutes(5));
        return serving.Task.IsCompleted
            ? await serving.Task
            : throw new InvalidOperationException($"moto did not start:\n{string.Join('\n', lines)}");
    }
}

/// <summary>A test that needs moto: skipped, with the reason, where moto is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MotoFactAttribute : FactAttribute
{
    /// <summary>Decides when tests are discovered.</summary>
    public MotoFactAttribute() => Skip = MotoServer.SkipReason;
}

/// <summary>Cases that need moto: skipped, with the reason, where moto is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MotoTheoryAttribute : TheoryAttribute
{
    /// <summary>Decides when tests are discovered.</summary>
    public MotoTheoryAttribute() => Skip = MotoServer.SkipReason;
}

/// <summary>One moto for all the test classes of an assembly that ask for it.</summary>
[CollectionDefinition(Name)]
public sealed class MotoCollection : ICollectionFixture<MotoServer>
{
    /// <summary>What to name in [Collection].</summary>
    public const string Name = "moto";
}
