using Amazon.Lambda.Core;
using Amazon.Lambda.TestUtilities;

namespace Amazon.StandIns.Tests.Lambda;

public sealed class TestLambdaContextTests
{
    [Fact]
    public void The_test_logger_keeps_lines_of_every_level()
    {
        var logger = new TestLambdaLogger();
        var context = new TestLambdaContext { AwsRequestId = "r-1", Logger = logger };

        context.Logger.LogLine("one");
        context.Logger.LogTrace("two");
        context.Logger.Log(LogLevel.Critical, "three");

        context.AwsRequestId.ShouldBe("r-1");
        logger.Buffer.ToString().Split(Environment.NewLine).ShouldBe(["one", "two", "three", ""]);
    }
}
