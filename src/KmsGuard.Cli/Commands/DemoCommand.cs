using System.CommandLine;
using KmsGuard.Cli.Help;

namespace KmsGuard.Cli.Commands;

/// <summary><c>kmsguard demo</c>: the story of one night, on the sandbox.</summary>
internal static class DemoCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CliHost host)
    {
        var command = new Command("demo", "The story of one night, on an embedded AWS: no account needed.");
        command.SetAction((_, stop) => Demo.OneNight.TellAsync(host, stop));
        return command.WithExamples(
            ("Two minutes of reading, no account", "kmsguard demo"));
    }
}
