using System.Diagnostics;
using System.Text.RegularExpressions;
using KmsGuard.Sandbox;

namespace KmsGuard.EndToEnd.Tests;

/// <summary>The command on a real terminal, which is a pseudo terminal of python's.</summary>
public sealed class TerminalTests : IAsyncLifetime
{
    // Runs the rest of its command line on a terminal as wide as its first word says, and passes on what is written there.
    private const string OnTerminal =
        """
        import fcntl, os, pty, struct, sys, termios
        pid, terminal = pty.fork()
        if pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack('HHHH', 50, int(sys.argv[1]), 0, 0))
            os.execvp(sys.argv[2], sys.argv[2:])
        while True:
            try:
                data = os.read(terminal, 65536)
            except OSError:
                break
            if not data:
                break
            sys.stdout.buffer.write(data)
        sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
        """;

    // .NET itself sets up the keypad of every terminal; that is no colour.
    private const string Colour = "\u001b\\[[0-9;]*m";

    private AwsSandbox sandbox = null!;

    public async Task InitializeAsync()
    {
        sandbox = await AwsSandbox.StartAsync(new() { Quotas = false });
        sandbox.Kms.Seed("111122223333", "us-east-1", new() { Aliases = ["alias/orders"] });
        sandbox.Kms.Seed("111122223333", "us-east-1", new() { Aliases = ["alias/old"], KeyState = "Disabled" });
    }

    public async Task DisposeAsync() => await sandbox.DisposeAsync();

    [PythonTheory]
    [InlineData(80)]
    [InlineData(120)]
    public async Task A_terminal_gets_colours_and_lines_that_fit_it(int columns)
    {
        var shown = await SweepAsync(columns);

        shown.ShouldMatch(Colour);
        Regex.Replace(shown, "\u001b\\[[0-9;?]*[a-zA-Z]", "").Split('\n').Select(line => line.TrimEnd('\r', ' ').Length).Max().ShouldBeInRange(60, columns);
    }

    [PythonTheory]
    [InlineData("NO_COLOR", "1")]
    [InlineData("TERM", "dumb")]
    public async Task Who_wants_no_colours_gets_none(string name, string value) =>
        (await SweepAsync(80, (name, value))).ShouldNotMatch(Colour);

    private async Task<string> SweepAsync(int columns, params (string Name, string Value)[] variables)
    {
        var start = new ProcessStartInfo(
            "python3",
            ["-c", OnTerminal, $"{columns}", "dotnet", Path.Combine(AppContext.BaseDirectory, "KmsGuard.Cli.dll"), "sweep", "--region", "us-east-1", "--endpoint-url", sandbox.Endpoint.AbsoluteUri]);
        start.Environment.Remove("NO_COLOR");
        start.Environment["TERM"] = "xterm-256color";
        start.Environment["AWS_ACCESS_KEY_ID"] = start.Environment["AWS_SECRET_ACCESS_KEY"] = "test";
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        var (exitCode, output, error) = await Command.RunAsync(start);
        exitCode.ShouldBe(0, output + error);
        output.ShouldContain("alias/orders");
        return output;
    }
}

/// <summary>A theory that needs python, on a system with pseudo terminals.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PythonTheoryAttribute : TheoryAttribute
{
    public PythonTheoryAttribute()
    {
        if (Environment.GetEnvironmentVariable("KMSGUARD_REQUIRE_TOOLS") != "1" && (OperatingSystem.IsWindows() || Command.Find("python3") is null))
        {
            Skip = "python3 is needed for a terminal.";
        }
    }
}
