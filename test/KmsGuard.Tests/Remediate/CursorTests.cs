using KmsGuard.Detect;
using KmsGuard.Evaluate;
using KmsGuard.Remediate;

namespace KmsGuard.Tests.Remediate;

/// <summary>A cursor comes from outside: what it says of keys is not believed.</summary>
public sealed class CursorTests
{
    private static readonly SweepCursor AllDue = SweepCursor.Start("run", Keys.Arn.Account, Keys.Arn.Region, Keys.Enforcing) with
    {
        Listed = true,
    };

    public static TheoryData<string, KeySnapshot, Outcome> NotDue => new()
    {
        { "enabled", Keys.Unrotated(), Outcome.Planned },
        { "held", Keys.Unused() with { Tags = Keys.Tags((KeyTags.Hold, "person"), (KeyTags.DisabledSince, "2026-01-01")) }, Outcome.Held },
        { "exempt", Keys.Unused() with { Tags = Keys.Tags((KeyTags.Exempt, "yes")) }, Outcome.Exempt },
        { "pending under another run", Keys.Unused() with { Description = Reading.Of(Keys.Description(KeyState.PendingDeletion)), Tags = Keys.Tags((KeyTags.Run, "other")) }, Outcome.Ineligible },
    };

    [Theory]
    [MemberData(nameof(NotDue))]
    public async Task A_key_that_a_cursor_calls_due_is_read_and_decided_on_again(string why, KeySnapshot key, Outcome outcome)
    {
        var kms = new FakeKms([key]);

        var result = await RunAsync(kms, AllDue with { Due = [key.Arn] });

        result.Keys.ShouldHaveSingleItem().Outcome.ShouldBe(outcome, why);
        kms.Writes.ShouldBeEmpty();
        result.Next.ShouldBeNull();
    }

    [Fact]
    public async Task A_key_that_this_run_has_scheduled_already_is_its_change()
    {
        var kms = new FakeKms([Keys.Unused() with
        {
            Description = Reading.Of(Keys.Description(KeyState.PendingDeletion)), Tags = Keys.Tags((KeyTags.Run, "run")),
        }]);

        var result = await RunAsync(kms, AllDue with { Due = [Keys.Arn] });

        result.Keys.ShouldHaveSingleItem().Outcome.ShouldBe(Outcome.Changed);
        kms.Writes.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_cursor_with_more_due_keys_than_allowed_opens_the_breaker()
    {
        var keys = Enumerable.Range(0, 5).Select(i => Keys.Unused() with { Arn = Keys.Arn with { KeyId = $"0000000{i}-12ab-34cd-56ef-1234567890ab" } }).ToList();
        var kms = new FakeKms(keys);

        var result = await RunAsync(kms, AllDue with { Due = [.. keys.Select(key => key.Arn)] }, Keys.Enforcing with { MaxDeletions = 4 });

        result.BreakerOpen.ShouldBeTrue();
        result.Keys.ShouldAllBe(key => key.Outcome == Outcome.Held && key.Reasons.Contains(Reason.BreakerOpen));
        result.Keys.ShouldAllBe(key => key.Detail == "more deletions are due here than the 4 allowed; found due by a slice of the run before");
        kms.Writes.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_breaker_that_was_open_in_a_slice_before_stays_open()
    {
        var kms = new FakeKms([Keys.Unused()]);

        var result = await RunAsync(kms, AllDue with { Listed = false, BreakerOpen = true });

        result.Keys.ShouldHaveSingleItem().Reasons.ShouldBe([Reason.BreakerOpen]);
        kms.Writes.ShouldBeEmpty();
    }

    // From the second time on that the key is described, which is just before it would be scheduled.
    [Fact]
    public async Task A_deletion_that_there_was_no_time_for_waits_for_the_next_slice()
    {
        var (described, late) = (0, true);
        var kms = new FakeKms([Keys.Unused()])
        {
            Fault = (operation, _) => late && operation == "DescribeKey" && ++described >= 2 ? new(FailureKind.OutOfTime, operation, "Stopped", "no time") : null,
        };

        var first = await RunAsync(kms, AllDue with { Listed = false });

        (first.Listed, first.Keys.Count, kms.Writes.Count).ShouldBe((0, 0, 0));
        first.Next.ShouldNotBeNull().Due.ShouldBe([Keys.Arn]);
        late = false;
        var second = await RunAsync(kms, first.Next);
        second.Keys.ShouldHaveSingleItem().Outcome.ShouldBe(Outcome.Changed);
        (second.Listed, second.Next).ShouldBe((1, null));
    }

    private static Task<RegionResult> RunAsync(FakeKms kms, SweepCursor cursor, SweepOptions? options = null) =>
        new RegionSweep(kms, (options ?? Keys.Enforcing) with { Rotation = RuleMode.DryRun }, new("run"), new FixedTime(Keys.Now)).RunAsync(cursor, default);
}
