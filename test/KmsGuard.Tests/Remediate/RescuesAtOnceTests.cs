using KmsGuard.Detect;
using KmsGuard.Evaluate;
using KmsGuard.Remediate;
using KmsGuard.Restore;

namespace KmsGuard.Tests.Remediate;

/// <summary>One event in several execution environments at once.</summary>
public sealed class RescuesAtOnceTests
{
    [Fact]
    public async Task A_rescue_by_another_environment_between_two_reads_is_not_counted_twice()
    {
        var happened = Happened.Of(KeyEventKind.DeletionScheduled);
        var pending = Keys.Unused() with { Description = Reading.Of(Keys.Description(KeyState.PendingDeletion)), Tags = Keys.Tags() };
        // In the second of the event, as it may be: a later one is known for its answer.
        var rescued = Keys.Unused() with { Tags = Keys.Tags((KeyTags.Hold, HoldTag.Write(RescueHold.By(1), "x", happened.At!.Value).Value)) };
        var reads = 0;
        FakeKms kms = null!;
        kms = new([pending])
        {
            Pause = (_, key) =>
            {
                if (++reads == 2)
                {
                    kms.Change(key!, _ => rescued);
                }

                return Task.CompletedTask;
            },
        };

        _ = await new Rescue(new One(kms), new FixedTime(Keys.Now))
            .TryAsync(happened, RescueMode.Unapproved, null, TimeSpan.FromSeconds(20), default);

        reads.ShouldBeGreaterThanOrEqualTo(2);
        kms.Writes.ShouldBeEmpty();
    }
}
