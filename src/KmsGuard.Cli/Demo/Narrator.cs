using System.Globalization;
using KmsGuard.Cli.Output;
using KmsGuard.Sandbox.Sns;
using Spectre.Console;

namespace KmsGuard.Cli.Demo;

/// <summary>Tells the story: chapters, words, commands, mail.</summary>
internal sealed class Narrator(CliHost host)
{
    private const string Margin = "    ";

    private readonly IAnsiConsole wide = Terminal.On(host.Output, host.Screen);
    private readonly IAnsiConsole prose = Prose(host);
    private int chapter;

    /// <summary>A table with much text in it.</summary>
    public void List(Table table) => prose.Write(table);

    /// <summary>A table as wide as it has to be.</summary>
    public void Show(Table table) => wide.Write(table);

    /// <summary>Begins a chapter.</summary>
    public void Chapter(DateTimeOffset at, string title)
    {
        prose.WriteLine();
        prose.MarkupLine(string.Create(
            CultureInfo.InvariantCulture, $"[bold yellow]{++chapter}. {at.UtcDateTime:ddd d MMM yyyy, HH:mm} UTC: {Markup.Escape(title)}[/]"));
    }

    /// <summary>A paragraph.</summary>
    public void Say(string words) => prose.MarkupLine(Markup.Escape(words));

    /// <summary>A command as somebody types it, and its answer.</summary>
    public void Typed(string who, string[] command, string answer)
    {
        host.Answer($"{Margin}{who}$ kmsguard {string.Join(' ', command.Select(word => word.Contains(' ', StringComparison.Ordinal) ? $"\"{word}\"" : word))}");
        Indent(answer, Margin);
    }

    /// <summary>A mail, whole. What is to be copied from it is not broken into lines.</summary>
    public void Mail(SnsMessage mail)
    {
        wide.MarkupLine($"{Margin}[bold]| Subject: {Terminal.Safe(mail.Subject)}[/]");
        host.Answer($"{Margin}|");
        Indent(mail.Message, Margin + "| ");
    }

    /// <summary>Mails by their subjects.</summary>
    public void Subjects(IEnumerable<SnsMessage> mails)
    {
        foreach (var mail in mails)
        {
            host.Answer($"{Margin}| Subject: {mail.Subject}");
        }
    }

    private static IAnsiConsole Prose(CliHost host)
    {
        const int readable = 100;
        var console = Terminal.On(host.Output, host.Screen);
        console.Profile.Width = Math.Min(console.Profile.Width, readable);
        return console;
    }

    private void Indent(string text, string margin)
    {
        foreach (var line in text.TrimEnd().Split('\n'))
        {
            host.Answer((margin + line.TrimEnd()).TrimEnd());
        }
    }
}
