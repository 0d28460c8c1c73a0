using System.Text;

namespace KmsGuard.Cli.Output;

/// <summary>Where an answer goes: a file, or standard output. It is opened first and written last, so that a path that cannot
/// be written stops a command before anything is changed, and a file from before is kept until there is a new answer.</summary>
internal sealed class AnswerFile : IDisposable
{
    private readonly string? path;
    private readonly FileStream? file;
    private readonly AnswerParts? parts;
    private readonly CliHost host;
    private readonly bool created;
    private bool written;

    /// <param name="path">The file; null for standard output.</param>
    /// <param name="host">What the command runs in.</param>
    /// <param name="partsBegin">How each part of an answer in parts begins; null for an answer in one piece.</param>
    /// <exception cref="BadInputException">The file cannot be written.</exception>
    public AnswerFile(string? path, CliHost host, string? partsBegin = null)
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
            if (partsBegin is not null && file.CanSeek)
            {
                parts = new(path, partsBegin);
                parts.Probe();
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            Dispose();
            throw new BadInputException($"--out is '{path}', which cannot be written: {e.Message}");
        }
    }

    /// <summary>Writes the answer.</summary>
    /// <param name="answer">Writes it, as wide and colourful as what reads it takes.</param>
    /// <param name="mark">Whether a file begins with a mark that it is UTF-8.</param>
    public void Write(Action<TextWriter, Screen> answer, bool mark = false)
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

        using (var writer = new StreamWriter(file, new UTF8Encoding(mark), leaveOpen: true))
        {
            answer(writer, default);
        }

        written = true;
        host.Tell($"Written to {path}.");
    }

    /// <summary>Writes an answer in parts: a file each where there are files, else one after the other.</summary>
    /// <param name="answers">What to tell of each part, and what writes it; at least one.</param>
    public void WriteParts(IEnumerable<(string What, Action<TextWriter> Write)> answers)
    {
        if (parts is null)
        {
            Write((writer, _) =>
            {
                foreach (var (_, write) in answers)
                {
                    write(writer);
                }
            });
            return;
        }

        var number = 0;
        foreach (var (what, write) in answers)
        {
            number++;
            if (number == 1)
            {
                Write((writer, _) => write(writer));
                host.Tell($"  {what}");
                continue;
            }

            parts.Write(number, write);
            host.Tell($"Written to {parts.PathOf(number)}.\n  {what}");
        }

        parts.DeleteAfter(number);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        file?.Dispose();
        if (created && !written && file is not null)
        {
            File.Delete(path!);
        }
    }
}
