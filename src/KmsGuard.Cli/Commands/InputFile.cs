namespace KmsGuard.Cli.Commands;

/// <summary>Reads what a command is given in a file, or on standard input, and no more of it than makes sense.</summary>
internal static class InputFile
{
    /// <summary>What people call it.</summary>
    public static string NameOf(string path) => path == "-" ? "standard input" : $"'{path}'";

    /// <summary>Reads.</summary>
    /// <param name="path">The file; <c>-</c> for standard input.</param>
    /// <param name="host">What the command runs in.</param>
    /// <param name="maxBytes">The most that it can be.</param>
    /// <param name="what">What it ought to be, for messages.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="BadInputException">It is not there, or too large.</exception>
    public static async Task<byte[]> ReadAsync(string path, CliHost host, int maxBytes, string what, CancellationToken cancellationToken)
    {
        var name = NameOf(path);
        try
        {
            // Waited for from outside: reading standard input cannot be called off, and somebody may press Ctrl+C.
            return await Task.Run(() => Read(path, host, maxBytes), cancellationToken).WaitAsync(cancellationToken)
                ?? throw new BadInputException($"What {name} holds is larger than {maxBytes} bytes: that is no {what}.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new BadInputException($"{name} cannot be read: {e.Message}");
        }
    }

    private static byte[]? Read(string path, CliHost host, int maxBytes)
    {
        using var stream = Open(path, host);
        using var bytes = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (stream.Read(buffer) is > 0 and var length)
        {
            bytes.Write(buffer, 0, length);
            if (bytes.Length > maxBytes)
            {
                return null;
            }
        }

        return bytes.ToArray();
    }

    private static Stream Open(string path, CliHost host)
    {
        if (path == "-")
        {
            return host.Input();
        }

        return File.OpenRead(path);
    }
}
