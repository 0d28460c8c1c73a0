using System.Text.Json;

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
        var name = path == "-" ? "standard input" : $"'{path}'";
        try
        {
            await using var stream = Open(path, host);
            using var bytes = new MemoryStream(await ReadAsync(stream, name, cancellationToken));
            return await JsonDocument.ParseAsync(bytes, default, cancellationToken);
        }
        catch (JsonException e)
        {
            throw new BadInputException($"What {name} holds is not JSON: {e.Message}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new BadInputException($"{name} cannot be read: {e.Message}");
        }
    }

    private static Stream Open(string path, CliHost host)
    {
        if (path == "-")
        {
            return host.Input();
        }

        return File.OpenRead(path);
    }

    private static async Task<byte[]> ReadAsync(Stream stream, string name, CancellationToken cancellationToken)
    {
        var buffer = new byte[MaxBytes + 1];
        // Waited for from outside: reading standard input cannot be called off, and somebody may press Ctrl+C.
        var length = await Task
            .Run(() => stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false), cancellationToken)
            .WaitAsync(cancellationToken);
        return length > MaxBytes
            ? throw new BadInputException($"What {name} holds is larger than {MaxBytes} bytes: that is no event.")
            : buffer[..length];
    }
}
