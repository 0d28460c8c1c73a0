using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using Amazon.Runtime;
using KmsGuard.Aws;
using KmsGuard.Cli.Commands;
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
        var parsed = Root(host).Parse(args, Parsing);
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
            host.Complain(e.Failure.ToString());
            return ExitCode.Trouble;
        }
        catch (Exception e)
        {
            // The last resort: a stack trace tells a person nothing.
            host.Complain($"Unexpected trouble: {e.GetType().Name}: {e.Message}");
            return ExitCode.Trouble;
        }
    }

    // What is wrong with an option comes first: it explains the stray words after it.
    private static string Errors(ParseResult parsed)
    {
        var messages = parsed.Errors.OrderBy(error => error.SymbolResult is CommandResult).Select(error => error.Message).Distinct();
        var command = parsed.CommandResult.Command.Name;
        return $"{string.Join(' ', messages)} Try: {(command == Name ? Name : $"{Name} {command}")} --help";
    }

    // Not a RootCommand, because that is named after the file it runs from.
    private static Command Root(CliHost host) => new(Name, "KmsGuard looks after the KMS keys of an AWS account.")
    {
        new HelpOption(),
        new VersionOption(),
        DemoCommand.Create(host),
        SweepCommand.Create(host),
        PlanCommand.Create(host),
        ApplyCommand.Create(host),
        RollbackCommand.Create(host),
        ReleaseCommand.Create(host),
        AlertCommand.Create(host),
        ExplainCommand.Create(host),
        SandboxCommand.Create(host),
    };
}
