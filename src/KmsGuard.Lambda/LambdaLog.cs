using Amazon.Lambda.Core;
using KmsGuard.Report;
using Microsoft.Extensions.Logging;
using LogLevel = Microsoft.Extensions.Logging.LogLevel;

namespace KmsGuard.Lambda;

/// <summary>
/// Writes log entries, a line each, by the logger of the invocation: that one knows the request, leaves out what is below
/// AWS_LAMBDA_LOG_LEVEL and writes the format that the function's logging configuration asks for.
/// </summary>
internal sealed class LambdaLog(ILambdaLogger logger) : ILogger
{
    // CloudWatch Logs takes 256 KB an entry, in UTF-8; a ledger written in full stays below.
    private const int MaxLength = 240_000;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
        {
            return;
        }

        var cause = exception is null ? "" : $" {exception.GetType().Name}: {exception.Message}";
        logger.Log(Level(logLevel), SafeText.OneLine(formatter(state, exception) + cause, MaxLength));
    }

    private static Amazon.Lambda.Core.LogLevel Level(LogLevel level) => level switch
    {
        LogLevel.Trace => Amazon.Lambda.Core.LogLevel.Trace,
        LogLevel.Debug => Amazon.Lambda.Core.LogLevel.Debug,
        LogLevel.Information => Amazon.Lambda.Core.LogLevel.Information,
        LogLevel.Warning => Amazon.Lambda.Core.LogLevel.Warning,
        LogLevel.Error => Amazon.Lambda.Core.LogLevel.Error,
        _ => Amazon.Lambda.Core.LogLevel.Critical,
    };
}
