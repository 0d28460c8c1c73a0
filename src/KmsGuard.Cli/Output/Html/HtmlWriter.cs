using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using KmsGuard.Report;

namespace KmsGuard.Cli.Output.Html;

/// <summary>Writes HTML: what stands in an interpolated string is markup, what is put into it is text, made one line, without
/// control and bidirectional characters and blanks around it, and encoded. There is no way to write text as markup.</summary>
internal sealed class HtmlWriter(TextWriter writer)
{
    private const int MaxText = 4_000;

    /// <summary>Writes markup with text in it.</summary>
    public void Write([InterpolatedStringHandlerArgument("")] Markup markup) => _ = markup;

    /// <summary>Writes a file of this program's own, as it is.</summary>
    public void Own(PageFile file) => writer.Write(file.Text);

    private void Literal(string markup) => writer.Write(markup);

    private void Text(string? text) => HtmlEncoder.Default.Encode(writer, SafeText.OneLine(text, MaxText));

    /// <summary>Takes an interpolated string apart.</summary>
    [InterpolatedStringHandler]
    internal readonly ref struct Markup
    {
        private readonly HtmlWriter html;

        public Markup(int literalLength, int formattedCount, HtmlWriter html)
        {
            _ = (literalLength, formattedCount);
            this.html = html;
        }

        public void AppendLiteral(string markup) => html.Literal(markup);

        public void AppendFormatted(string? text) => html.Text(text);

        /// <summary>A number for people: 12,345.</summary>
        public void AppendFormatted(int number) => html.Literal(number.ToString("N0", CultureInfo.InvariantCulture));

        /// <summary>A coordinate, in whatever unit the markup goes on with.</summary>
        public void AppendFormatted(double coordinate) => html.Literal(coordinate.ToString("0.##", CultureInfo.InvariantCulture));
    }
}
