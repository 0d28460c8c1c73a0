using System.Text;
using Amazon.Lambda.Core;

namespace Amazon.Lambda.TestUtilities;

/// <summary>Keeps what a function logs, and shows it on the console.</summary>
public class TestLambdaLogger : ILambdaLogger
{
    /// <summary>Every line so far.</summary>
    public StringBuilder Buffer { get; } = new();

    public void Log(string message) => LogLine(message);

    public void LogLine(string message)
    {
        Buffer.AppendLine(message);
        Console.WriteLine(message);
    }
}
