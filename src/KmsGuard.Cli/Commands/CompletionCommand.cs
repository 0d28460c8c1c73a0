using System.CommandLine;
using KmsGuard.Cli.Completion;
using KmsGuard.Cli.Errors;
using KmsGuard.Cli.Help;
using KmsGuard.Report;

namespace KmsGuard.Cli.Commands;

/// <summary><c>kmsguard completion</c>: what a shell has to be told to complete kmsguard's words.</summary>
internal static class CompletionCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CliHost host)
    {
        var shells = CompletionScripts.All.Keys.ToArray();
        var shell = new Argument<string>("SHELL") { Description = $"One of {string.Join(", ", shells)}." };
        shell.CompletionSources.Add(shells);
        var command = new Command("completion", "Print a script that lets a shell complete commands, options, Regions and profiles.") { shell };
        command.SetAction(parsed =>
        {
            var name = parsed.GetRequiredValue(shell);
            host.Answer(CompletionScripts.All.TryGetValue(name, out var script)
                ? script
                : throw new BadInputException(
                    $"There is no script for '{SafeText.OneLine(name, 40)}'; it must be one of {string.Join(", ", shells)}."
                    + (Nearest.To(name, shells) is { } meant ? $" Did you mean '{meant}'?" : "")));
            return ExitCode.Well;
        });
        return command.WithExamples(
            ("In bash, for good where ~/.bashrc has this line", "eval \"$(kmsguard completion bash)\""),
            ("The script for fish", "kmsguard completion fish"));
    }
}
