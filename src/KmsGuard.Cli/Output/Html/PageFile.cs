using System.Security.Cryptography;
using System.Text;

namespace KmsGuard.Cli.Output.Html;

/// <summary>What is built into the page, with the hash by which the page's policy lets it through, and nothing else.</summary>
internal sealed class PageFile
{
    private PageFile(params IEnumerable<string> names)
    {
        Text = string.Concat(names.Select(Read));
        Source = $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Text)))}'";
    }

    /// <summary>How the page looks.</summary>
    public static PageFile Css { get; } = new("tokens.css", "page.css", "charts.css", "tables.css", "media.css");

    /// <summary>How its table is filtered and sorted.</summary>
    public static PageFile Script { get; } = new("report.js");

    /// <summary>What is in it.</summary>
    public string Text { get; }

    /// <summary>Its source expression (W3C: "Content Security Policy Level 3").</summary>
    public string Source { get; }

    private static string Read(string name)
    {
        using var stream = typeof(PageFile).Assembly.GetManifestResourceStream($"KmsGuard.Cli.Html.{name}")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
