using KmsGuard.Detect;
using KmsGuard.Evaluate;
using KmsGuard.Remediate;

namespace KmsGuard.Tests.Remediate;

/// <summary>A slice whose time runs out leaves to the next what it has not settled, and deletes nothing before it knows all.
/// The list's pages have seven keys.</summary>
public sealed class SliceTests
{
    private const string Late = "00000003-12ab-34cd-56ef-1234567890ab";

    [Theory]
    [InlineData(7, 0, 8)]
    [InlineData(8, 8, 0)]
    public async Task While_a_key_is_not_decided_on_deletions_wait_that_could_be_too_many_with_it(int maxDeletions, int scheduled, int held)
    {
        var late = true;
        var kms = new FakeKms(Due(8)) { Fault = (operation, key) => late && operation == "DescribeKey" && key?.KeyId == Late ? OutOfTime(operation) : null };
        var options = Keys.Enforcing with { MaxDeletions = maxDeletions };

        var first = await SweepAsync(kms, options);
        var early = Scheduled(kms);
        late = false;
        var open = first.Next.ShouldNotBeNull();
        var second = await SweepAsync(kms, options, open);

        open.Open.Select(key => key.KeyId).ShouldBe([Late]);
        (open.Listed, open.Marker).ShouldBe((true, null));
        early.ShouldBeInRange(0, scheduled);
        (early + open.Due.Count).ShouldBe(7);
        first.Keys.Count.ShouldBe(first.Listed);
        (first.Listed + second.Listed, second.Next).ShouldBe((8, null));
        Scheduled(kms).ShouldBe(scheduled);
        first.Keys.Concat(second.Keys).Count(key => key.Reasons.Contains(Reason.BreakerOpen)).ShouldBe(held);
    }

    [Fact]
    public async Task A_slice_that_ends_between_two_pages_schedules_nothing_and_the_next_goes_on_there()
    {
        var pages = 0;
        var kms = new FakeKms(Due(10)) { Fault = (operation, _) => operation == "ListKeys" && ++pages == 2 ? OutOfTime(operation) : null };

        var first = await SweepAsync(kms, Keys.Enforcing);

        kms.Writes.ShouldBeEmpty();
        (first.Failure, first.Listed, first.Keys.Count).ShouldBe((null, 0, 0));
        var next = first.Next.ShouldNotBeNull();
        (next.Marker, next.Listed, next.Open.Count, next.Due.Count).ShouldBe(("7", false, 0, 7));
        var second = await SweepAsync(kms, Keys.Enforcing, next);
        (second.Listed, second.Keys.Count, Scheduled(kms), second.Next).ShouldBe((10, 10, 10, null));
    }

    [Fact]
    public async Task Once_the_breaker_is_open_no_due_key_waits_for_the_next_slice()
    {
        var pages = 0;
        var kms = new FakeKms(Due(10)) { Fault = (operation, _) => operation == "ListKeys" && ++pages == 2 ? OutOfTime(operation) : null };

        var first = await SweepAsync(kms, Keys.Enforcing with { MaxDeletions = 3 });

        first.Keys.Count.ShouldBe(7);
        first.Keys.ShouldAllBe(key => key.Reasons.Contains(Reason.BreakerOpen));
        var next = first.Next.ShouldNotBeNull();
        (next.BreakerOpen, next.Due.Count).ShouldBe((true, 0));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Where_no_deletion_is_allowed_each_one_that_is_due_is_held(int due)
    {
        var kms = new FakeKms(Due(due));

        var result = await SweepAsync(kms, Keys.Enforcing with { MaxDeletions = 0 });

        result.BreakerOpen.ShouldBeTrue();
        result.Keys.Count(key => key.Reasons.Contains(Reason.BreakerOpen)).ShouldBe(due);
        kms.Writes.ShouldBeEmpty();
    }

    private static IEnumerable<KeySnapshot> Due(int count) =>
        Enumerable.Range(0, count).Select(i => Keys.Unused() with { Arn = Keys.Arn with { KeyId = $"{i:x8}-12ab-34cd-56ef-1234567890ab" } });

    private static int Scheduled(FakeKms kms) => kms.Writes.Count(write => write.Action is KeyAction.ScheduleKeyDeletion);

    private static Failure OutOfTime(string operation) => new(FailureKind.OutOfTime, operation, "Stopped", "no time");

    private static Task<RegionResult> SweepAsync(FakeKms kms, SweepOptions options, SweepCursor? start = null) =>
        new RegionSweep(kms, options, new("run"), new FixedTime(Keys.Now)).RunAsync(start ?? SweepCursor.Start("run", null, "eu-west-1", options), default);
}
