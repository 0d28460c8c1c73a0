using System.Buffers;
using System.Text;

namespace KmsGuard.Lambda;

/// <summary>Writes lines of JSON to the log stream as they are. Not by the console: the runtime puts a time stamp and a request id
/// in front of what is written there, and CloudWatch takes metrics, and Logs Insights the fields, only from a line that is JSON
/// from its first character.</summary>
/// <param name="output">The log stream. What is written to it at once is whole lines.</param>
internal sealed class RawLog(Func<Stream> output)
{
    // A call of the operating system for each of a hundred thousand lines would take longer than making them.
    private const int Enough = 64 * 1024;

    private readonly Lazy<Stream> stream = new(output);
    private readonly ArrayBufferWriter<byte> waiting = new(Enough);
    private readonly Lock gate = new();

    /// <summary>The log of this process.</summary>
    public static RawLog OfProcess { get; } = new(Console.OpenStandardOutput);

    /// <summary>Writes one line, and whatever waits, at once.</summary>
    public void Write(string json)
    {
        lock (gate)
        {
            Add(json);
            Send();
        }
    }

    /// <summary>Writes one line, soon: <see cref="Flush"/> has to follow before the invocation ends, since Lambda stops the
    /// process in between.</summary>
    public void Append(string json)
    {
        lock (gate)
        {
            Add(json);
            if (waiting.WrittenCount >= Enough)
            {
                Send();
            }
        }
    }

    /// <summary>Writes whatever waits.</summary>
    public void Flush()
    {
        lock (gate)
        {
            Send();
        }
    }

    private void Add(string json)
    {
        Encoding.UTF8.GetBytes(json, waiting);
        waiting.Write("\n"u8);
    }

    private void Send()
    {
        if (waiting.WrittenCount > 0)
        {
            stream.Value.Write(waiting.WrittenSpan);
            stream.Value.Flush();
            waiting.ResetWrittenCount();
        }
    }
}
