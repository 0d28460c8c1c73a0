using Amazon.Lambda.Core;
using Amazon.Lambda.TestUtilities;
using LogLevel = Microsoft.Extensions.Logging.LogLevel;

namespace KmsGuard.Lambda.Tests;

[Trait("Proof", "attacks")]
public class LambdaLogTests
{
    [Fact]
    public void An_entry_is_one_line_whatever_is_in_it()
    {
        var logger = new TestLambdaLogger();

        new LambdaLog(logger).Log(
            LogLevel.Warning, default, "Key 'alias/x\nERROR forged\u202e'", new InvalidOperationException("broken\r\nby whom"), (text, _) => text);

        logger.Buffer.ToString().TrimEnd().ShouldBe("Key 'alias/x ERROR forged ' InvalidOperationException: broken by whom");
    }

    [Theory]
    [InlineData(LogLevel.Trace, "Trace")]
    [InlineData(LogLevel.Debug, "Debug")]
    [InlineData(LogLevel.Information, "Information")]
    [InlineData(LogLevel.Warning, "Warning")]
    [InlineData(LogLevel.Error, "Error")]
    [InlineData(LogLevel.Critical, "Critical")]
    public void An_entry_keeps_its_level_so_that_Lambda_can_leave_it_out(LogLevel level, string name)
    {
        var logger = new LevelLogger();

        new LambdaLog(logger).Log(level, default, "text", null, (text, _) => text);

        logger.Levels.ShouldBe([name]);
    }

    [Fact]
    public void Level_none_is_not_written()
    {
        var logger = new LevelLogger();

        new LambdaLog(logger).Log(LogLevel.None, default, "text", null, (text, _) => text);

        logger.Levels.ShouldBeEmpty();
    }

    private sealed class LevelLogger : ILambdaLogger
    {
        public List<string> Levels { get; } = [];

        public void Log(string message) => throw new NotSupportedException("An entry has a level.");

        public void LogLine(string message) => throw new NotSupportedException("An entry has a level.");

        public void Log(string level, string message) => Levels.Add(level);
    }
}
