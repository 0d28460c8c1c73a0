using System.CommandLine;

namespace KmsGuard.Cli.Options;

/// <summary>The form of an answer.</summary>
internal enum OutputFormat
{
    /// <summary>For people.</summary>
    Text,

    /// <summary>For machines.</summary>
    Json,
}

/// <summary>The option that chooses the form of the answer.</summary>
/// <param name="later">Forms that are known and not there yet.</param>
internal sealed class OutputOption(params IReadOnlyList<string> later)
{
    private readonly Option<string> option = ValueOption.Once(
        "--output", "text|json", "The form of the answer: text by default.");

    /// <summary>Gives a command this option.</summary>
    public void AddTo(Command command) => command.Add(option);

    /// <summary>Reads it.</summary>
    public OutputFormat Read(ParseResult parsed, ICollection<string> problems)
    {
        var text = parsed.Given(option, problems);
        switch (text)
        {
            case null or "text":
                return OutputFormat.Text;
            case "json":
                return OutputFormat.Json;
            default:
                problems.Add(later.Contains(text)
                    ? $"--output {text} comes in a later version; this one has text and json."
                    : $"--output is '{text}'; it must be one of text, json.");
                return OutputFormat.Text;
        }
    }
}
