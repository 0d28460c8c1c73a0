using System.Collections;
using Amazon.Runtime;
using KmsGuard.Cli.Demo;
using KmsGuard.Cli.Output;
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

    /// <summary>What reads the answers.</summary>
    public Screen Screen { get; init; }

    /// <summary>What reads progress and errors.</summary>
    public Screen ErrorScreen { get; init; }

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

    /// <summary>The process's own.</summary>
    public static CliHost OfProcess() => new()
    {
        Output = Console.Out,
        Error = Console.Error,
        Input = Console.OpenStandardInput,
        Screen = Terminal.Find(Console.IsOutputRedirected),
        ErrorScreen = Terminal.Find(Console.IsErrorRedirected),
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
