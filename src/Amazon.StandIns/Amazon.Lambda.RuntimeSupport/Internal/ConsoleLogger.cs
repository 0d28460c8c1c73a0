using System.Globalization;
using Amazon.Lambda.Core;

namespace Amazon.Lambda.RuntimeSupport.Internal;

/// <summary>Lambda's text log format: time, request id, level and message between tabs.</summary>
internal sealed class ConsoleLogger(string requestId) : ILambdaLogger
{
    private static readonly LogLevel Least = Level(Environment.GetEnvironmentVariable("AWS_LAMBDA_LOG_LEVEL"));

    public void Log(string message) => Console.Write(message);

    public void LogLine(string message) => Log(nameof(LogLevel.Information), message);

    public void Log(string level, string message)
    {
        if (Level(level) < Least)
            return;

        var now = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
        Console.WriteLine($"{now}\t{requestId}\t{Label(Level(level))}\t{message}");
    }

    /// <summary>Takes .NET's names and those of Lambda's logging controls; anything else is information.</summary>
    private static LogLevel Level(string name) => name?.ToUpperInvariant() switch
    {
        "TRACE" => LogLevel.Trace,
        "DEBUG" => LogLevel.Debug,
        "WARNING" or "WARN" => LogLevel.Warning,
        "ERROR" => LogLevel.Error,
        "CRITICAL" or "FATAL" => LogLevel.Critical,
        _ => LogLevel.Information,
    };

    private static string Label(LogLevel level) => level switch
    {
        LogLevel.Trace => "trce",
        LogLevel.Debug => "dbug",
        LogLevel.Warning => "warn",
        LogLevel.Error => "fail",
        LogLevel.Critical => "crit",
        _ => "info",
    };
}
