using System.Text;

namespace KmsGuard.Cli.Output;

/// <summary>The files beside an answer's own, for an answer in several parts: beside <c>findings.json</c>, <c>findings-2.json</c>
/// and so on.</summary>
/// <param name="path">The answer's own file, which is the first part.</param>
/// <param name="beginning">How every part begins: a file that does not is nobody's to overwrite.</param>
internal sealed class AnswerParts(string path, string beginning)
{
    /// <summary>The file of a part, from 1 on.</summary>
    public string PathOf(int number) => number == 1 ? path : Path.Combine(
        Path.GetDirectoryName(path) ?? "", $"{Path.GetFileNameWithoutExtension(path)}-{number}{Path.GetExtension(path)}");

    /// <summary>Finds out whether parts can be written here, without a trace.</summary>
    /// <exception cref="IOException">They cannot.</exception>
    /// <exception cref="UnauthorizedAccessException">They cannot.</exception>
    public void Probe()
    {
        var number = 2;
        for (; Path.Exists(PathOf(number)); number++)
        {
            using var file = new FileStream(PathOf(number), FileMode.Open, FileAccess.ReadWrite);
            if (!IsPart(file))
            {
                throw new IOException($"'{PathOf(number)}' would be overwritten, and is no part of an earlier answer.");
            }
        }

        using var created = new FileStream(PathOf(number), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
    }

    /// <summary>Writes a part beyond the first.</summary>
    public void Write(int number, Action<TextWriter> part)
    {
        using var writer = new StreamWriter(PathOf(number), append: false, new UTF8Encoding(false));
        part(writer);
    }

    /// <summary>Deletes what an earlier, longer answer has left behind a number of parts: it would be taken for this one's.</summary>
    public void DeleteAfter(int number)
    {
        for (var next = number + 1; File.Exists(PathOf(next)); next++)
        {
            using (var file = File.OpenRead(PathOf(next)))
            {
                if (!IsPart(file))
                {
                    return;
                }
            }

            File.Delete(PathOf(next));
        }
    }

    private bool IsPart(FileStream file)
    {
        var bytes = new byte[beginning.Length];
        return file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) == bytes.Length && Encoding.UTF8.GetString(bytes) == beginning;
    }
}
