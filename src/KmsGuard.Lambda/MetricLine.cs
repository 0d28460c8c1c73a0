using System.Text;

namespace KmsGuard.Lambda;

/// <summary>Writes metric lines to the log stream. Not by the console: the runtime puts a time stamp and a request id in front
/// of what is written there, and CloudWatch takes metrics only from a line that is JSON from its first character.</summary>
internal static class MetricLine
{
    private static readonly Lazy<Stream> Output = new(Console.OpenStandardOutput);
    private static readonly Lock Gate = new();

    /// <summary>Writes one line.</summary>
    public static void Write(string json)
    {
        var line = Encoding.UTF8.GetBytes(json + "\n");
        lock (Gate)
        {
            Output.Value.Write(line);
            Output.Value.Flush();
        }
    }
}
