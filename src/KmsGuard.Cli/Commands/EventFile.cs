using System.Text.Json;
using KmsGuard.Report;

namespace KmsGuard.Cli.Commands;

/// <summary>Reads an event from a file or from standard input.</summary>
internal static class EventFile
{
    // EventBridge takes events of at most 256 KB, and delivers none that is larger than 1 MB.
    private const int MaxBytes = 1024 * 1024;

    /// <summary>Reads.</summary>
    /// <exception cref="BadInputException">It is not there, too large, or not JSON.</exception>
    public static async Task<JsonDocument> ReadAsync(string path, CliHost host, CancellationToken cancellationToken)
    {
        var bytes = await InputFile.ReadAsync(path, host, MaxBytes, "event", cancellationToken);
        try
        {
            return JsonDocument.Parse(bytes);
        }
        catch (JsonException e)
        {
            throw new BadInputException($"What {InputFile.NameOf(path)} holds is not JSON: {SafeText.OneLine(e.Message, 300)}");
        }
    }
}
