using System.CommandLine;

namespace KmsGuard.Cli.Help;

/// <summary>The help of every command, for those who write or check documents.</summary>
public static class HelpPages
{
    private static readonly Command Root = CommandLine.Root(new() { Output = TextWriter.Null, Error = TextWriter.Null });

    /// <summary>The commands, in the order of the help; <c>kmsguard</c> itself is not among them.</summary>
    public static IReadOnlyList<string> Commands => [.. Root.Subcommands.Where(command => !command.Hidden).Select(command => command.Name)];

    /// <summary>What people put into the variables of examples, by the variable's name.</summary>
    public static IReadOnlyDictionary<string, string> Variables => Help.Examples.Variables;

    /// <summary>A command's help.</summary>
    /// <param name="command">The command; null for <c>kmsguard</c> itself.</param>
    /// <param name="width">Columns.</param>
    public static string Text(string? command, int width = 80) => HelpPage.Text(Find(command), width);

    /// <summary>A command's examples, in their order.</summary>
    public static IReadOnlyList<Example> ExamplesOf(string? command) => Help.Examples.Of(Find(command));

    private static Command Find(string? name) => name is null ? Root : Root.Subcommands.Single(command => command.Name == name);
}
