using System.CommandLine;
using System.Runtime.CompilerServices;

namespace KmsGuard.Cli.Help;

/// <summary>A line that somebody can copy, and that runs as it is written once its variables are set.</summary>
/// <param name="What">What it is for.</param>
/// <param name="Line">The line, such as <c>kmsguard explain "$KEY"</c>.</param>
public sealed record Example(string What, string Line);

/// <summary>Examples beside the commands that they are of.</summary>
internal static class Examples
{
    /// <summary>The variables that examples may have, and what people put into them.</summary>
    public static readonly IReadOnlyDictionary<string, string> Variables = new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["ACCOUNT"] = "the id of an account",
        ["DIGEST"] = "the digest that the reviewer passed on, sha256: and 64 digits",
        ["EVENT"] = "a file with an event as EventBridge delivers it",
        ["KEY"] = "the ARN or the id of a key",
        ["PLAN"] = "the file that kmsguard plan wrote",
        ["RUN"] = "the run id that a sweep told",
        ["TOPIC"] = "the ARN of an SNS topic",
    };

    // The library's commands have no place for them.
    private static readonly ConditionalWeakTable<Command, IReadOnlyList<Example>> All = [];

    /// <summary>Gives a command its examples.</summary>
    public static T WithExamples<T>(this T command, params IReadOnlyList<(string What, string Line)> examples)
        where T : Command
    {
        All.AddOrUpdate(command, [.. examples.Select(example => new Example(example.What, example.Line))]);
        return command;
    }

    /// <summary>A command's examples; empty for none.</summary>
    public static IReadOnlyList<Example> Of(Command command) => All.TryGetValue(command, out var examples) ? examples : [];

    /// <summary>The variables that some lines have, in alphabetical order.</summary>
    public static IEnumerable<string> VariablesOf(IEnumerable<Example> examples) => Variables.Keys.Where(
        name => examples.Any(example => example.Line.Contains($"\"${name}\"", StringComparison.Ordinal)));
}
