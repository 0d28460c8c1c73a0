using System.Collections;
using Amazon.Runtime;
using KmsGuard.Cli.Demo;
using KmsGuard.Report;

namespace KmsGuard.Cli;

/// <summary>What the commands meet outside of themselves: the process's own, or a test's.</summary>
public sealed record CliHost
{
    /// <summary>Where answers go.</summary>
    public required TextWriter Output { get; init; }

    /// <summary>Where progress, logs and errors go.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>Opens standard input.</summary>
    public Func<Stream> Input { get; init; } = () => Stream.Null;

    /// <summary>Whether answers are read on a terminal that takes colours.</summary>
    public bool Ansi { get; init; }

    /// <summary>How many columns help may take.</summary>
    public int HelpWidth { get; init; } = 80;

    /// <summary>The environment's variables.</summary>
    public Func<IReadOnlyDictionary<string, string>> Variables { get; init; } = () => new Dictionary<string, string>();

    /// <summary>Credentials for every call; null to find them the SDK's way.</summary>
    public AWSCredentials? Credentials { get; init; }

    /// <summary>How long a command may take to end after Ctrl+C; null leaves signals to whoever runs this.</summary>
    public TimeSpan? SignalGrace { get; init; }

    /// <summary>Called before the sandbox is set up, so that nothing configured around the process can meddle.</summary>
    public Action Isolate { get; init; } = () => { };

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The process's own. Colours are left out where nobody sees them, or NO_COLOR asks for that (no-color.org).</summary>
    public static CliHost OfProcess() => new()
    {
        Output = Console.Out,
        Error = Console.Error,
        Input = Console.OpenStandardInput,
        Ansi = !Console.IsOutputRedirected
            && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
            && Environment.GetEnvironmentVariable("TERM") != "dumb",
        // Wider lines are harder to read, and a terminal that does not tell its width has 80.
        HelpWidth = Console.IsOutputRedirected ? 80 : Math.Clamp(Console.WindowWidth is var columns and > 0 ? columns : 80, 40, 120),
        Variables = () => Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .ToDictionary(variable => (string)variable.Key, variable => (string?)variable.Value ?? "", StringComparer.Ordinal),
        Isolate = Isolation.FromMachine,
        // A call under way may take ten seconds, and is not left in the dark.
        SignalGrace = TimeSpan.FromSeconds(20),
    };

    /// <summary>Writes an answer, or a part of one.</summary>
    public void Answer(string text)
    {
        Output.WriteLine(text);
        Output.Flush();
    }

    /// <summary>Tells of progress.</summary>
    public void Tell(string line) => Error.WriteLine(line);

    /// <summary>Tells of trouble in one line, whatever text from outside is in it.</summary>
    public void Complain(string message) => Error.WriteLine($"kmsguard: {SafeText.OneLine(message, 2000)}");
}
