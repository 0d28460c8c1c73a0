using KmsGuard.Report;
using Spectre.Console;

namespace KmsGuard.Cli.Output;

/// <summary>Writes tables and colours, or the same without colours where no terminal reads it.</summary>
internal static class Terminal
{
    // Wider than any line: a file has no margin to wrap at.
    private const int PlainWidth = 1000;

    /// <summary>A console over a writer.</summary>
    public static IAnsiConsole On(TextWriter writer, bool ansi)
    {
        var console = AnsiConsole.Create(new()
        {
            Ansi = ansi ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = ansi ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Enrichment = new() { UseDefaultEnrichers = false },
            Out = new AnsiConsoleOutput(writer),
        });
        if (!ansi)
        {
            console.Profile.Width = PlainWidth;
        }

        return console;
    }

    /// <summary>Text from outside, fit to be shown and free of markup.</summary>
    public static string Safe(string? text, int max = 300) => Markup.Escape(SafeText.OneLine(text, max));
}
