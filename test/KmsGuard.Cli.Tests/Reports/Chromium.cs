using System.Diagnostics;
using KmsGuard.Testing;

namespace KmsGuard.Cli.Tests.Reports;

/// <summary>A headless Chromium, driven by its own protocol (Chrome DevTools Protocol). Starts when first asked for.</summary>
public sealed class Chromium : IDisposable
{
    private readonly Lazy<Task<ChromiumConnection>> connection;
    private readonly string profile = Directory.CreateTempSubdirectory("kmsguard-chromium-").FullName;
    private Process? process;

    public Chromium() => connection = new(StartAsync);

    /// <summary>Why tests with a browser are skipped; null when they are not.</summary>
    /// <remarks>KMSGUARD_REQUIRE_TOOLS=1 lets them fail instead, where a missing tool is a mistake.</remarks>
    public static string? SkipReason { get; } =
        File is not null || Environment.GetEnvironmentVariable("KMSGUARD_REQUIRE_TOOLS") == "1" ? null : "chromium is not on the PATH: install it to run this.";

    private static string? File => Command.Find("chromium") ?? Command.Find("chromium-browser") ?? Command.Find("google-chrome");

    /// <summary>A page of its own, with nothing kept from another.</summary>
    internal async Task<ChromiumPage> OpenAsync() => await ChromiumPage.OpenAsync(await connection.Value);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (process is { HasExited: false })
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }

        process?.Dispose();
        try
        {
            Directory.Delete(profile, recursive: true);
        }
        catch (IOException)
        {
            // A helper process may write its last while the folder goes: it is in the temporary folder all the same.
        }
    }

    private async Task<ChromiumConnection> StartAsync()
    {
        var tool = File ?? throw new InvalidOperationException("KMSGUARD_REQUIRE_TOOLS is set, and chromium is not on the PATH.");
        process = new()
        {
            StartInfo = new(
                tool,
                [
                    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-extensions",
                    "--disable-background-networking", "--remote-debugging-port=0", $"--user-data-dir={profile}", "about:blank",
                ])
            {
                RedirectStandardError = true,
                RedirectStandardOutput = true,
            },
            EnableRaisingEvents = true,
        };
        var address = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        process.Exited += (_, _) => address.TrySetException(new InvalidOperationException($"{tool} did not start."));
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data?.Split("DevTools listening on ") is [_, var url])
            {
                address.TrySetResult(new(url));
            }
        };
        process.Start();
        // Read to the end, or a full pipe stops the browser.
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return await ChromiumConnection.OpenAsync(await address.Task.WaitAsync(TimeSpan.FromMinutes(2)));
    }
}

/// <summary>A test that needs a browser: skipped, with the reason, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ChromiumFactAttribute : FactAttribute
{
    /// <summary>Decides when tests are discovered.</summary>
    public ChromiumFactAttribute() => Skip = Chromium.SkipReason;
}
