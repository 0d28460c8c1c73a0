using System.Collections.Concurrent;
using Amazon.Lambda.Core;

namespace KmsGuard.Lambda.Tests;

/// <summary>Keeps the level of each line, which the test utilities' logger drops.</summary>
internal sealed class LevelLogger : ILambdaLogger
{
    private readonly ConcurrentQueue<(string Level, string Message)> lines = new();

    public IReadOnlyList<(string Level, string Message)> Lines => [.. lines];

    public void Log(string message) => Log("", message);

    public void LogLine(string message) => Log("", message);

    public void Log(string level, string message) => lines.Enqueue((level, message));
}
