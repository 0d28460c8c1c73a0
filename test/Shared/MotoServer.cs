using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace KmsGuard.Testing;

/// <summary>Runs moto, the emulator that others wrote, as a second opinion beside the sandbox. Starts when first asked for.</summary>
public sealed class MotoServer : IDisposable
{
    private readonly Lock gate = new();
    private readonly StringBuilder output = new();
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
        var endpoint = new Uri($"http://127.0.0.1:{FreePort()}");
        process = new()
        {
            StartInfo = new(tool, ["-H", "127.0.0.1", "-p", $"{endpoint.Port}"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        // Read to the end, or a full pipe stops the server.
        process.OutputDataReceived += Keep;
        process.ErrorDataReceived += Keep;
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var http = new HttpClient { BaseAddress = endpoint };
        for (var attempt = 0; attempt < 600 && !process.HasExited; attempt++)
        {
            try
            {
                using var answer = await http.GetAsync(new Uri("/moto-api/", UriKind.Relative));
                if (answer.IsSuccessStatusCode)
                {
                    return endpoint;
                }
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            await Task.Delay(100);
        }

        throw new InvalidOperationException($"moto_server did not start:\n{Output()}");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        lock (output)
        {
            output.AppendLine(line.Data);
        }
    }

    private string Output()
    {
        lock (output)
        {
            return output.ToString();
        }
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
