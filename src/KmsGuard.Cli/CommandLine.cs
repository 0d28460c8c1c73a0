using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using Amazon.Runtime;
using KmsGuard.Aws;
using KmsGuard.Cli.Commands;
using KmsGuard.Cli.Errors;
using KmsGuard.Cli.Help;
using KmsGuard.Detect;

namespace KmsGuard.Cli;

/// <summary>The command line: one line for whatever goes wrong, and the exit code that tells what kind of wrong it is.</summary>
public static class CommandLine
{
    private const string Name = "kmsguard";

    // No response files: an alias or a reason may well begin with @.
    private static readonly ParserConfiguration Parsing = new() { ResponseFileTokenReplacer = null, EnablePosixBundling = false };

    /// <summary>Runs a command and gives its exit code. Nothing is thrown.</summary>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, CliHost host, CancellationToken cancellationToken = default)
    {
        var root = Root(host);
        if (args.Count == 0)
        {
            // For people. Not as an answer and not as success: a script whose variable for the command is empty must notice.
            await host.Error.WriteAsync(HelpPage.Text(root, HelpPage.Width(host.ErrorScreen)));
            return ExitCode.BadInput;
        }

        var parsed = root.Parse(args, Parsing);
        if (parsed.Errors.Count > 0)
        {
            host.Complain(Errors(parsed));
            return ExitCode.BadInput;
        }

        try
        {
            return await parsed.InvokeAsync(
                new()
                {
                    Output = host.Output,
                    Error = host.Error,
                    EnableDefaultExceptionHandler = false,
                    ProcessTerminationTimeout = host.SignalGrace,
                },
                cancellationToken);
        }
        catch (Exception e) when (e is BadInputException or AwsSettingsException or AmazonClientException)
        {
            // The last is the SDK's word for a configuration that it cannot use; what its calls end in comes as a failure.
            host.Complain(e.Message);
            return ExitCode.BadInput;
        }
        catch (OperationCanceledException)
        {
            host.Complain("Stopped. What was done up to here stands.");
            return ExitCode.Trouble;
        }
        catch (FailureException e)
        {
            host.Complain(Advice.For(e.Failure, Reached.Unknown).ToString());
            return ExitCode.Trouble;
        }
        catch (Exception e)
        {
            // The last resort: a stack trace tells a person nothing.
            host.Complain($"Unexpected trouble: {e.GetType().Name}: {e.Message}");
            return ExitCode.Trouble;
        }
    }

    /// <summary>All commands.</summary>
    // Not a RootCommand, because that is named after the file it runs from.
    internal static Command Root(CliHost host) => new Command(Name, "KmsGuard looks after the KMS keys of an AWS account.")
    {
        new HelpOption { Action = new HelpPageAction(host), Description = "Show this help." },
        new VersionOption { Action = new VersionAction(host), Description = "Show the version." },
        DemoCommand.Create(host),
        SweepCommand.Create(host),
        PlanCommand.Create(host),
        ApplyCommand.Create(host),
        RollbackCommand.Create(host),
        ReleaseCommand.Create(host),
        AlertCommand.Create(host),
        ExplainCommand.Create(host),
        DoctorCommand.Create(host),
        SandboxCommand.Create(host),
        CompletionCommand.Create(host),
        CompleteCommand.Create(host),
    }.WithExamples(
        ("See what it does, on an embedded AWS", "kmsguard demo"),
        ("Look whether everything is in place", "kmsguard doctor"),
        ("See what a sweep would do, and change nothing", "kmsguard sweep"));

    // What is wrong with an option comes first: it explains the stray words after it.
    private static string Errors(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var messages = command.Name == Name && parsed.UnmatchedTokens is [var stray, ..]
            ? [$"There is no command '{stray}'."]
            : parsed.Errors.OrderBy(error => error.SymbolResult is CommandResult).Select(error => error.Message).Distinct();
        return $"{string.Join(' ', messages)}{Meant(parsed)} Try: {(command.Name == Name ? Name : $"{Name} {command.Name}")} --help";
    }

    private static string Meant(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var names = command.Subcommands.Where(sub => !sub.Hidden).Select(sub => sub.Name).Concat(command.Options.Select(option => option.Name)).ToList();
        return parsed.UnmatchedTokens.Select(token => Nearest.To(token, names)).OfType<string>().FirstOrDefault() is { } name
            ? $" Did you mean '{name}'?"
            : "";
    }
}
