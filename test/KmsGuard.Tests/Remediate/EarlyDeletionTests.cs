using KmsGuard.Detect;
using KmsGuard.Evaluate;
using KmsGuard.Remediate;

namespace KmsGuard.Tests.Remediate;

/// <summary>Deletions wait until the breaker cannot open any more, and no longer.</summary>
public sealed class EarlyDeletionTests
{
    private const string Slowest = "00000003-12ab-34cd-56ef-1234567890ab";

    private readonly TaskCompletionSource answered = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task Deletions_begin_before_the_last_key_is_read_when_there_cannot_be_too_many()
    {
        var kms = new FakeKms(Due(4))
        {
            Pause = (operation, key) => IsSlow(operation, key) ? answered.Task : Task.CompletedTask,
            BeforeWrite = _ => answered.TrySetResult(),
        };

        await SweepAsync(kms, 4).WaitAsync(TimeSpan.FromMinutes(1));

        Scheduled(kms).ShouldBe(4);
    }

    [Fact]
    public async Task Deletions_wait_while_there_can_still_be_too_many()
    {
        var early = 0;
        var kms = new FakeKms(Due(4))
        {
            Pause = async (operation, key) =>
            {
                if (IsSlow(operation, key))
                {
                    await Turns.PassAsync();
                    answered.SetResult();
                }
            },
            BeforeWrite = _ => early += answered.Task.IsCompleted ? 0 : 1,
        };

        var result = await SweepAsync(kms, 3);

        early.ShouldBe(0);
        kms.Writes.ShouldBeEmpty();
        result.Keys.ShouldAllBe(key => key.Reasons.Contains(Reason.BreakerOpen));
    }

    [Fact]
    public async Task No_deletion_begins_before_the_list_is_complete()
    {
        var early = 0;
        var kms = new FakeKms(Due(16))
        {
            Pause = (operation, _) => operation == "ListKeys" ? Turns.PassAsync() : Task.CompletedTask,
            BeforeWrite = self => early += self.Listed ? 0 : 1,
        };

        await SweepAsync(kms, 1000);

        early.ShouldBe(0);
        Scheduled(kms).ShouldBe(16);
    }

    [Fact]
    public async Task No_deletion_begins_where_the_list_breaks_off()
    {
        var pages = 0;
        var kms = new FakeKms(Due(16))
        {
            Fault = (operation, _) => operation == "ListKeys" && ++pages == 3 ? new(FailureKind.AccessDenied, operation, "Injected", "for the test") : null,
        };

        var result = await SweepAsync(kms, 1000);

        result.Keys.Count.ShouldBe(14);
        result.Keys.ShouldAllBe(key => key.Outcome == Outcome.Held);
        kms.Writes.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_slice_counts_what_the_ones_before_have_left()
    {
        var keys = Due(6).ToList();
        var left = SweepCursor.Start("run", Keys.Arn.Account, Keys.Arn.Region, Keys.Enforcing) with
        {
            Listed = true,
            Open = [.. keys.Take(3).Select(key => key.Arn)],
            Due = [.. keys.Skip(3).Select(key => key.Arn)],
        };

        var tooMany = new FakeKms(keys);
        await SweepAsync(tooMany, 5, left);
        var allowed = new FakeKms(keys);
        await SweepAsync(allowed, 6, left);

        tooMany.Writes.ShouldBeEmpty();
        Scheduled(allowed).ShouldBe(6);
    }

    private static bool IsSlow(string operation, KeyArn? key) => operation == "GetKeyLastUsage" && key?.KeyId == Slowest;

    private static IEnumerable<KeySnapshot> Due(int count) =>
        Enumerable.Range(0, count).Select(i => Keys.Unused() with { Arn = Keys.Arn with { KeyId = $"{i:x8}-12ab-34cd-56ef-1234567890ab" } });

    private static int Scheduled(FakeKms kms) => kms.Writes.Count(write => write.Action is KeyAction.ScheduleKeyDeletion);

    private static Task<RegionResult> SweepAsync(FakeKms kms, int maxDeletions, SweepCursor? start = null)
    {
        var options = Keys.Enforcing with { MaxDeletions = maxDeletions };
        return new RegionSweep(kms, options, new("run"), new FixedTime(Keys.Now))
            .RunAsync(start ?? SweepCursor.Start("run", null, "eu-west-1", options), default);
    }
}
