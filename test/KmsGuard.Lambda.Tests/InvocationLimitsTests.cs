using Amazon.Lambda.TestUtilities;

namespace KmsGuard.Lambda.Tests;

public class InvocationLimitsTests
{
    [Theory]
    [InlineData(900, 5)]
    [InlineData(15, 5)]
    [InlineData(6, 2)]
    [InlineData(0, 0)]
    [InlineData(-1, 0)]
    public void Reading_a_key_takes_five_seconds_or_a_third_of_what_is_left(int left, int budget) =>
        new TestLambdaContext { RemainingTime = TimeSpan.FromSeconds(left) }.EnrichmentBudget().ShouldBe(TimeSpan.FromSeconds(budget));

    [Theory]
    [InlineData("arn:aws:lambda:eu-west-1:111122223333:function:kmsguard-alert", "111122223333")]
    [InlineData("arn:aws-us-gov:lambda:us-gov-west-1:444455556666:function:kmsguard-alert:live", "444455556666")]
    [InlineData("kmsguard-alert", null)]
    [InlineData(null, null)]
    public void The_own_account_is_that_of_the_function(string? arn, string? account) =>
        new TestLambdaContext { InvokedFunctionArn = arn }.OwnAccount().ShouldBe(account);

    [Theory]
    [InlineData(900, 875)]
    [InlineData(100, 75)]
    [InlineData(8, 6)]
    [InlineData(0, 0)]
    public void A_sweep_begins_nothing_in_the_last_25_seconds_or_the_last_quarter(int left, int slice) =>
        new TestLambdaContext { RemainingTime = TimeSpan.FromSeconds(left) }.SliceLength().ShouldBe(TimeSpan.FromSeconds(slice));

    [Fact]
    public async Task Work_that_does_not_end_in_time_is_stopped_with_words_that_help()
    {
        var context = new TestLambdaContext { RemainingTime = TimeSpan.FromSeconds(1) };

        var stopped = await Should.ThrowAsync<TimeoutException>(() => context.RunInTimeAsync(TimeProvider.System, async stop =>
        {
            await Task.Delay(Timeout.Infinite, stop);
            return 0;
        }));

        stopped.Message.ShouldContain("Raise the function's timeout");
    }
}
