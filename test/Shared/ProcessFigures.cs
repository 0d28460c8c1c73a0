using System.Diagnostics;
using System.Globalization;

namespace KmsGuard.Testing;

/// <summary>What Linux says of a process.</summary>
internal static class ProcessFigures
{
    /// <summary>The most memory that it has held so far, in MB (VmHWM); 0 when it has ended.</summary>
    public static double PeakMegabytes(int processId)
    {
        try
        {
            var line = File.ReadLines($"/proc/{processId}/status").FirstOrDefault(one => one.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? 0 : double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) / 1024;
        }
        catch (IOException)
        {
            return 0;
        }
    }

    /// <summary>The processor time that it has taken so far; null when it has ended.</summary>
    public static TimeSpan? Processor(Process process)
    {
        try
        {
            return process.TotalProcessorTime;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
