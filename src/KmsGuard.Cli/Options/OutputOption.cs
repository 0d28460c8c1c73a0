using System.CommandLine;
using KmsGuard.Evaluate;

namespace KmsGuard.Cli.Options;

/// <summary>The form of an answer.</summary>
internal enum OutputFormat
{
    /// <summary>For people.</summary>
    Text,

    /// <summary>For machines.</summary>
    Json,

    /// <summary>For spreadsheets.</summary>
    Csv,

    /// <summary>For auditors: one page.</summary>
    Html,

    /// <summary>For Security Hub.</summary>
    Asff,
}

/// <summary>The option that chooses the form of the answer.</summary>
internal sealed class OutputOption
{
    private readonly IReadOnlyList<OutputFormat> forms;
    private readonly Option<string> option;

    /// <param name="more">The forms that a command has beside text and JSON.</param>
    public OutputOption(params IEnumerable<OutputFormat> more)
    {
        forms = [OutputFormat.Text, OutputFormat.Json, .. more];
        option = ValueOption.Once("--output", string.Join('|', forms.Select(KebabCase.Of)), "The form of the answer: text by default.");
    }

    /// <summary>A sweep's ledger.</summary>
    public static OutputOption ForLedgers() => new(OutputFormat.Csv, OutputFormat.Html, OutputFormat.Asff);

    /// <summary>Gives a command this option.</summary>
    public void AddTo(Command command) => command.Add(option);

    /// <summary>Reads it.</summary>
    public OutputFormat Read(ParseResult parsed, ICollection<string> problems)
    {
        if (parsed.Given(option, problems) is not { } text)
        {
            return OutputFormat.Text;
        }

        var form = forms.Cast<OutputFormat?>().FirstOrDefault(form => KebabCase.Of(form!.Value) == text);
        if (form is null)
        {
            problems.Add($"--output is '{text}'; it must be one of {string.Join(", ", forms.Select(KebabCase.Of))}.");
        }

        return form ?? OutputFormat.Text;
    }
}
