using System.CommandLine;
using System.CommandLine.Invocation;

namespace KmsGuard.Cli.Help;

/// <summary>What --help does.</summary>
internal sealed class HelpPageAction(CliHost host) : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        host.Output.Write(HelpPage.Text(parseResult.CommandResult.Command, HelpPage.Width(host.Screen)));
        host.Output.Flush();
        return ExitCode.Well;
    }
}
