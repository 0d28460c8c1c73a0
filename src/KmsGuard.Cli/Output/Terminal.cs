using KmsGuard.Report;
using Spectre.Console;

namespace KmsGuard.Cli.Output;

/// <summary>Writes tables and colours, as far as what reads them takes them.</summary>
internal static class Terminal
{
    // Wider than any line: a file has no margin to wrap at.
    private const int PlainWidth = 1000;

    /// <summary>What reads a stream of this process: colours are left out where nobody sees them, or NO_COLOR asks for that (no-color.org).</summary>
    public static Screen Find(bool redirected) => redirected ? default : new(
        string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")) && Environment.GetEnvironmentVariable("TERM") != "dumb",
        AnsiConsole.Profile.Width);

    /// <summary>A console over a writer.</summary>
    public static IAnsiConsole On(TextWriter writer, Screen screen)
    {
        var console = AnsiConsole.Create(new()
        {
            Ansi = screen.Colours ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = screen.Colours ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Enrichment = new() { UseDefaultEnrichers = false },
            Out = new AnsiConsoleOutput(writer),
        });
        console.Profile.Width = screen.Columns ?? PlainWidth;
        return console;
    }

    /// <summary>Text from outside, fit to be shown and free of markup.</summary>
    public static string Safe(string? text, int max = 300) => Markup.Escape(SafeText.OneLine(text, max));
}
