using KmsGuard.Cli.Options;
using KmsGuard.Cli.Output.Asff;
using KmsGuard.Cli.Output.Html;
using KmsGuard.Report;

namespace KmsGuard.Cli.Output;

/// <summary>A sweep's ledger in each of its forms.</summary>
internal static class SweepOutput
{
    /// <summary>Writes it to where the answer goes.</summary>
    public static void Write(SweepReport report, OutputFormat format, AnswerFile answer)
    {
        if (format == OutputFormat.Asff)
        {
            answer.WriteParts(AsffAnswer.Parts(report));
            return;
        }

        // Excel takes a file for UTF-8 only with a mark at its beginning; a program that reads a pipe has no use for one.
        answer.Write((writer, screen) => Write(report, format, writer, screen), mark: format == OutputFormat.Csv);
    }

    /// <summary>How each file of a form in several parts begins; null for a form in one piece.</summary>
    public static string? PartsBegin(OutputFormat format) => format == OutputFormat.Asff ? AsffWriter.Beginning : null;

    /// <summary>Writes it.</summary>
    public static void Write(SweepReport report, OutputFormat format, TextWriter writer, Screen screen)
    {
        switch (format)
        {
            case OutputFormat.Json:
                JsonAnswer.Write(report, writer);
                break;
            case OutputFormat.Csv:
                CsvAnswer.Write(report, writer);
                break;
            case OutputFormat.Asff:
                AsffAnswer.Write(report, writer);
                break;
            case OutputFormat.Html:
                HtmlAnswer.Write(report, writer);
                break;
            default:
                SweepLedger.Write(report, Terminal.On(writer, screen), screen.Columns is not null);
                break;
        }
    }
}
