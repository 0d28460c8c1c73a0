using KmsGuard.Detect;
using KmsGuard.Evaluate;
using KmsGuard.Remediate;

namespace KmsGuard.Tests.Remediate;

/// <summary>A rescue that gets no answer gives up in time, whatever ignores its token, and says what it may have done.</summary>
public sealed class RescueBudgetTests
{
    private const string Doubt = "; the deletion may be cancelled or not";

    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(2.5);

    private static readonly KeySnapshot Pending = Keys.Unused() with { Description = Reading.Of(Keys.Description(KeyState.PendingDeletion)) };

    // Which of the calls of DescribeKey hangs: the first one is to decide, the others are within the act.
    [Theory]
    [InlineData(0, "", false)]
    [InlineData(1, "", false)]
    [InlineData(2, Doubt, true)]
    [InlineData(3, Doubt, true)]
    public async Task When_the_budget_is_spent_it_says_whether_the_deletion_may_be_cancelled(int call, string doubt, bool uncounted)
    {
        var time = new ManualTime();
        var calls = 0;
        var kms = new FakeKms([Pending])
        {
            Pause = (operation, _) => operation == "DescribeKey" && ++calls == call ? Task.Delay(Timeout.Infinite) : Task.CompletedTask,
        };
        RescueResult? result = null;

        await time.RunAsync(async () => result = await TryAsync(call == 0 ? new Stuck() : new One(kms), time, default));

        result.ShouldBe(new RescueResult(RescueOutcome.Failed, RescueMode.OnUse, $"no answer within 2.5 seconds{doubt}") { Uncounted = uncounted });
        time.Now.ShouldBe(Keys.Now + Budget);
    }

    [Fact]
    public async Task Whoever_called_can_give_up_before_and_gets_no_result()
    {
        using var caller = new CancellationTokenSource();
        var trying = TryAsync(new Stuck(), new ManualTime(), caller.Token);

        await caller.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => trying);
    }

    private static Task<RescueResult?> TryAsync(IKmsRegions regions, TimeProvider time, CancellationToken cancellationToken) =>
        new Rescue(regions, time).TryAsync(Happened.Use("pending deletion"), RescueMode.OnUse, null, Budget, cancellationToken);
}
