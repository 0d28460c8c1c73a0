using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace KmsGuard.EndToEnd.Tests.Docs;

/// <summary>What a block of a page came to.</summary>
internal sealed record DocsRun(int ExitCode, bool Failed, string Output, string Error);

/// <summary>Runs the blocks of a page in one bash, in an empty folder, against a sandbox of its own with the demo's keys: all that a
/// reader has who began with <c>kmsguard sandbox</c>.</summary>
internal sealed class DocsShell : IAsyncDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("kmsguard-docs-");
    private readonly Dictionary<string, string> exports = [];
    private Process? sandbox;

    /// <summary>Why pages are not tried here; null when they are. KMSGUARD_REQUIRE_TOOLS=1 lets them fail instead.</summary>
    public static string? Missing { get; } =
        Environment.GetEnvironmentVariable("KMSGUARD_REQUIRE_TOOLS") == "1" || (Command.Find("bash") is not null && Command.Find("aws") is not null)
            ? null : "bash and the AWS CLI are needed to try what the documentation says.";

    private static string Cli => Path.Combine(AppContext.BaseDirectory, "KmsGuard.Cli.dll");

    /// <summary>Runs the blocks that are to be run, in their order.</summary>
    public async Task<IReadOnlyDictionary<DocsBlock, DocsRun>> RunAsync(DocsPage page)
    {
        await StartAsync();
        var blocks = page.Blocks.Where(block => block.IsRun).ToList();
        var script = new StringBuilder();
        for (var i = 0; i < blocks.Count; i++)
        {
            // In braces it is the same shell, so that what one block sets the next one has.
            script.Append(CultureInfo.InvariantCulture, $"failed=0; trap 'failed=1' ERR\n{{\n{blocks[i].Text}\n}} >'{At($"{i}.out")}' 2>'{At($"{i}.err")}'\necho \"$? $failed\" >'{At($"{i}.end")}'\n");
        }

        await File.WriteAllTextAsync(At("page.sh"), script.ToString());
        var start = new ProcessStartInfo("bash", [At("page.sh")]) { WorkingDirectory = folder.CreateSubdirectory("work").FullName };
        Array.ForEach([.. start.Environment.Keys.Where(name => name.StartsWith("AWS_", StringComparison.Ordinal) || name.StartsWith("KMSGUARD_", StringComparison.Ordinal))], name => start.Environment.Remove(name));
        foreach (var (name, value) in exports)
        {
            start.Environment[name] = value;
        }

        start.Environment["PATH"] = folder.FullName + Path.PathSeparator + start.Environment["PATH"];
        start.Environment["HOME"] = folder.FullName;
        start.Environment["AWS_PAGER"] = "";
        var (_, output, error) = await Command.RunAsync(start);
        (output + error).ShouldBeEmpty();
        return blocks.Select((block, i) => (block, Run: Read(i))).ToDictionary(one => one.block, one => one.Run);
    }

    public async ValueTask DisposeAsync()
    {
        if (sandbox is not null)
        {
            sandbox.Kill(entireProcessTree: true);
            await sandbox.WaitForExitAsync();
            sandbox.Dispose();
        }

        folder.Delete(recursive: true);
    }

    private DocsRun Read(int block)
    {
        var end = File.ReadAllText(At($"{block}.end")).Split(' ');
        return new(int.Parse(end[0], CultureInfo.InvariantCulture), end[1].Trim() == "1", File.ReadAllText(At($"{block}.out")), File.ReadAllText(At($"{block}.err")));
    }

    private async Task StartAsync()
    {
        var dotnet = Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet";
        await File.WriteAllTextAsync(At("kmsguard"), $"#!/bin/sh\nexec '{dotnet}' '{Cli}' \"$@\"\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(At("kmsguard"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        sandbox = Process.Start(new ProcessStartInfo(dotnet, [Cli, "sandbox", "--port", "0"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        // Nobody reads the notices that it shows; they must not fill the pipe.
        sandbox.ErrorDataReceived += (_, _) => { };
        sandbox.BeginErrorReadLine();
        while (!exports.ContainsKey("AWS_REGION") && await sandbox.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.Split(' ', '=') is ["export", var name, var value])
            {
                exports[name] = value;
            }
        }

        exports.ShouldContainKey("AWS_REGION");
    }

    private string At(string name) => Path.Combine(folder.FullName, name);
}
