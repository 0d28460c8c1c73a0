using System.Globalization;
using KmsGuard.Cli.Output;
using KmsGuard.Sandbox.Sns;
using Spectre.Console;

namespace KmsGuard.Cli.Demo;

/// <summary>Tells the story: chapters, words, commands, mail.</summary>
internal sealed class Narrator(CliHost host)
{
    private const string Margin = "    ";

    private int chapter;

    /// <summary>For tables.</summary>
    public IAnsiConsole Console { get; } = Terminal.On(host.Output, host.Ansi);

    /// <summary>Begins a chapter.</summary>
    public void Chapter(DateTimeOffset at, string title)
    {
        Console.WriteLine();
        Console.MarkupLine(string.Create(
            CultureInfo.InvariantCulture, $"[bold yellow]{++chapter}. {at.UtcDateTime:ddd d MMM yyyy, HH:mm} UTC: {Terminal.Safe(title)}[/]"));
    }

    /// <summary>A paragraph.</summary>
    public void Say(string words) => Console.MarkupLine(Terminal.Safe(words, 2000));

    /// <summary>A command as somebody types it, and its answer.</summary>
    public void Typed(string who, string[] command, string answer)
    {
        host.Answer($"{Margin}{who}$ kmsguard {string.Join(' ', command.Select(word => word.Contains(' ', StringComparison.Ordinal) ? $"\"{word}\"" : word))}");
        Indent(answer, Margin);
    }

    /// <summary>A mail, whole. What is to be copied from it is not broken into lines.</summary>
    public void Mail(SnsMessage mail)
    {
        Console.MarkupLine($"{Margin}[bold]| Subject: {Terminal.Safe(mail.Subject)}[/]");
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

    private void Indent(string text, string margin)
    {
        foreach (var line in text.TrimEnd().Split('\n'))
        {
            host.Answer((margin + line.TrimEnd()).TrimEnd());
        }
    }
}
