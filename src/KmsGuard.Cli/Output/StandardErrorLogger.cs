using Microsoft.Extensions.Logging;

namespace KmsGuard.Cli.Output;

/// <summary>Logs to standard error, a line each: what is logged has been made safe where it was made.</summary>
internal sealed class StandardErrorLogger(TextWriter error, LogLevel from) : ILogger
{
    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => logLevel >= from;

    /// <inheritdoc/>
    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            error.WriteLine(logLevel >= LogLevel.Warning ? $"{logLevel}: {formatter(state, exception)}" : formatter(state, exception));
        }
    }
}
