using System.CommandLine;
using KmsGuard.Cli.Completion;

namespace KmsGuard.Cli.Commands;

/// <summary><c>kmsguard complete -- WORD...</c>: what the scripts of <c>kmsguard completion</c> ask at every press of the key.</summary>
internal static class CompleteCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CliHost host)
    {
        var words = new Argument<string[]>("WORD") { Description = "The words up to the cursor.", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("complete", "What can stand where the cursor is, a word a line.") { words };
        command.Hidden = true;
        command.SetAction(parsed =>
        {
            var root = parsed.CommandResult.Command.Parents.OfType<Command>().Single();
            foreach (var word in Completer.Complete(root, parsed.GetValue(words) ?? []))
            {
                host.Output.WriteLine(word);
            }

            return ExitCode.Well;
        });
        return command;
    }
}
