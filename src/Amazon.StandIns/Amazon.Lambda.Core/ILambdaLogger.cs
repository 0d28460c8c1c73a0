namespace Amazon.Lambda.Core;

/// <summary>Writes to the function's log stream. Only the first two have to be implemented.</summary>
public interface ILambdaLogger
{
    /// <summary>Writes the message as it is.</summary>
    void Log(string message);

    /// <summary>Writes the message and ends the line.</summary>
    void LogLine(string message);

    /// <summary>Writes a line at a level, named as in <see cref="LogLevel"/>; a logger without levels writes every line.</summary>
    void Log(string level, string message) => LogLine(message);

    void Log(LogLevel level, string message) => Log(level.ToString(), message);

    void LogTrace(string message) => Log(LogLevel.Trace, message);

    void LogDebug(string message) => Log(LogLevel.Debug, message);

    void LogInformation(string message) => Log(LogLevel.Information, message);

    void LogWarning(string message) => Log(LogLevel.Warning, message);

    void LogError(string message) => Log(LogLevel.Error, message);

    void LogCritical(string message) => Log(LogLevel.Critical, message);
}
