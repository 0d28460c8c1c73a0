using System.CommandLine;
using System.Text;
using KmsGuard.Cli.Output;

namespace KmsGuard.Cli.Help;

/// <summary>A command's help, as text.</summary>
internal static class HelpPage
{
    private static readonly (string Name, string Meaning)[] ExitCodes =
    [
        ("0", "All well."),
        ("1", "It ran, and something failed, could not be read or tripped the breaker."),
        ("2", "Bad input or settings; nothing was done."),
    ];

    /// <summary>How many columns it may take: wider lines are harder to read, and what is no terminal gets 80.</summary>
    public static int Width(Screen screen) => Math.Clamp(screen.Columns ?? 80, 40, 120);

    /// <summary>Writes it.</summary>
    /// <param name="command">The command.</param>
    /// <param name="width">Columns.</param>
    public static string Text(Command command, int width)
    {
        var text = new StringBuilder();
        var commands = command.Subcommands.Where(sub => !sub.Hidden).ToList();
        var arguments = command.Arguments.Where(argument => !argument.Hidden).ToList();
        Columns.Paragraph(text, command.Description ?? "", width);
        text.Append("\nUsage: ").Append(Usage(command, commands.Count > 0, arguments)).Append('\n');
        Section("Commands", commands.Select(sub => (sub.Name, sub.Description ?? "")));
        Section("Arguments", arguments.Select(argument => (argument.Name, argument.Description ?? "")));
        foreach (var (title, options) in OptionGroups.Of(command.Options.Concat(Inherited(command))))
        {
            Section(title, options.Select(option => (Label(option), option.Description ?? "")));
        }

        if (commands.Count > 0)
        {
            Section("Exit codes", ExitCodes);
        }

        var examples = Examples.Of(command);
        if (examples.Count > 0)
        {
            text.Append("\nExamples\n");
        }

        foreach (var example in examples)
        {
            // The line itself is never broken: it is there to be copied.
            Columns.Paragraph(text, $"{example.What}:", width, 2);
            text.Append("    ").Append(example.Line).Append('\n');
        }

        foreach (var variable in Examples.VariablesOf(examples))
        {
            Columns.Paragraph(text, $"where {variable} is {Examples.Variables[variable]}", width, 2);
        }

        return text.ToString();

        void Section(string title, IEnumerable<(string Name, string Meaning)> rows)
        {
            var list = rows.ToList();
            if (list.Count > 0)
            {
                text.Append('\n').Append(title).Append('\n');
                Columns.List(text, list, width);
            }
        }
    }

    private static string Usage(Command command, bool commands, IReadOnlyList<Argument> arguments)
    {
        var words = Path(command).Reverse().Select(one => one.Name).ToList();
        if (commands)
        {
            words.Add("COMMAND");
        }

        words.AddRange(arguments.Select(argument => (argument.Arity.MinimumNumberOfValues, argument.Arity.MaximumNumberOfValues) switch
        {
            (0, 1) => $"[{argument.Name}]",
            (0, _) => $"[{argument.Name}...]",
            (_, 1) => argument.Name,
            _ => $"{argument.Name}...",
        }));
        return string.Join(' ', words.Append("[options]"));
    }

    private static IEnumerable<Command> Path(Command command) =>
        new[] { command }.Concat(command.Parents.OfType<Command>().Take(1).SelectMany(Path));

    private static IEnumerable<Option> Inherited(Command command) =>
        Path(command).Skip(1).SelectMany(parent => parent.Options).Where(option => option.Recursive);

    // Help has five names of the library's making; two are enough to know.
    private static string Label(Option option)
    {
        var names = option.Aliases.Where(alias => alias is ['-', >= 'a' and <= 'z']).Append(option.Name);
        return string.Join(", ", names) + (option.HelpName is { } value ? $" {value}" : "")
            + (option.HelpName is not null && option.Arity.MaximumNumberOfValues > 1 ? "..." : "");
    }
}
