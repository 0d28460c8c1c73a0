using KmsGuard.Cli.Options;
using KmsGuard.Report;

namespace KmsGuard.Cli.Output;

/// <summary>A sweep's ledger in each of its forms.</summary>
internal static class SweepOutput
{
    /// <summary>Writes it.</summary>
    public static void Write(SweepReport report, OutputFormat format, TextWriter writer, Screen screen)
    {
        switch (format)
        {
            case OutputFormat.Json:
                JsonAnswer.Write(report, writer);
                break;
            default:
                SweepLedger.Write(report, Terminal.On(writer, screen), screen.Columns is not null);
                break;
        }
    }
}
