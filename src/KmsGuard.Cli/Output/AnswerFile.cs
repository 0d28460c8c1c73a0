namespace KmsGuard.Cli.Output;

/// <summary>Where an answer goes: a file, or standard output. It is opened first and written last, so that a path that cannot
/// be written stops a command before anything is changed, and a file from before is kept until there is a new answer.</summary>
internal sealed class AnswerFile : IDisposable
{
    private readonly string? path;
    private readonly FileStream? file;
    private readonly CliHost host;
    private readonly bool created;
    private bool written;

    /// <param name="path">The file; null for standard output.</param>
    /// <param name="host">What the command runs in.</param>
    /// <exception cref="BadInputException">The file cannot be written.</exception>
    public AnswerFile(string? path, CliHost host)
    {
        this.path = path;
        this.host = host;
        if (path is null)
        {
            return;
        }

        try
        {
            created = !File.Exists(path);
            file = new(path, FileMode.OpenOrCreate, FileAccess.Write);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new BadInputException($"--out is '{path}', which cannot be written: {e.Message}");
        }
    }

    /// <summary>Writes the answer, as wide and colourful as what reads it takes.</summary>
    public void Write(Action<TextWriter, Screen> answer)
    {
        if (file is null)
        {
            answer(host.Output, host.Screen);
            return;
        }

        if (file.CanSeek)
        {
            file.SetLength(0);
        }

        using (var writer = new StreamWriter(file, leaveOpen: true))
        {
            answer(writer, default);
        }

        written = true;
        host.Tell($"Written to {path}.");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        file?.Dispose();
        if (created && !written && path is not null)
        {
            File.Delete(path);
        }
    }
}
