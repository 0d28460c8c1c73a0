using System.CommandLine;

namespace KmsGuard.Cli.Completion;

/// <summary>What can stand where the cursor is. It goes by the commands themselves, and calls nothing.</summary>
internal static class Completer
{
    /// <summary>Whole words that begin as the last one does; empty where only the shell knows, as for files.</summary>
    /// <param name="root">The command line.</param>
    /// <param name="words">The words after the program's name, up to the cursor; the last one may be empty.</param>
    public static IReadOnlyList<string> Complete(Command root, IReadOnlyList<string> words)
    {
        // Bash takes = for a word of its own, other shells leave --option=value as one.
        List<string> before = [.. words.SkipLast(1).SelectMany(Split).Where(word => word != "=")];
        var last = words.Count > 0 && words[^1] != "=" ? words[^1] : "";
        var joined = last.StartsWith("--", StringComparison.Ordinal) && last.IndexOf('=', StringComparison.Ordinal) is >= 0 and var at ? last[..(at + 1)] : "";
        if (joined.Length > 0)
        {
            before.Add(joined[..^1]);
            last = last[joined.Length..];
        }

        var command = Follow(root, before);
        var options = Options(command).ToList();
        var candidates = before.Count > 0 && options.FirstOrDefault(option => option.Name == before[^1] && Values.Takes(option)) is { } asked
            ? Values.Of(asked, last)
            : last.StartsWith('-') ? options.Where(option => !before.Contains(option.Name) || option.Arity.MaximumNumberOfValues > 1).Select(option => option.Name)
            : Words(command);
        return [.. candidates.Where(candidate => candidate.StartsWith(last, StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(word => joined + word)];
    }

    private static IEnumerable<string> Split(string word) =>
        word.StartsWith("--", StringComparison.Ordinal) ? word.Split('=', 2) : [word];

    private static Command Follow(Command command, IEnumerable<string> words)
    {
        foreach (var word in words)
        {
            command = command.Subcommands.FirstOrDefault(sub => !sub.Hidden && sub.Name == word) ?? command;
        }

        return command;
    }

    private static IEnumerable<string> Words(Command command) => command.Subcommands.Where(sub => !sub.Hidden).Select(sub => sub.Name)
        .Concat(command.Arguments.SelectMany(argument => argument.GetCompletions(System.CommandLine.Completions.CompletionContext.Empty)).Select(item => item.Label));

    private static IEnumerable<Option> Options(Command command) => command.Options
        .Concat(command.Parents.OfType<Command>().SelectMany(parent => parent.Options).Where(option => option.Recursive))
        .Where(option => !option.Hidden);
}
