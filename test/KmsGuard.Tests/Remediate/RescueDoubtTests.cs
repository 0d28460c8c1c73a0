using KmsGuard.Detect;
using KmsGuard.Evaluate;
using KmsGuard.Remediate;

namespace KmsGuard.Tests.Remediate;

/// <summary>A rescue of which nobody knows whether it worked counts as one that did: it must not be tried without end.</summary>
public sealed class RescueDoubtTests
{
    // The first state is that in which the cancel leaves the key; the second that in which the tag meets it. Null is not to be read.
    [Theory]
    [InlineData(KeyState.Disabled, KeyState.PendingDeletion, "TagResource")]
    [InlineData(null, null, "CancelKeyDeletion")]
    public async Task A_cancel_that_may_have_worked_is_uncounted_whatever_came_after_it(KeyState? cancelled, KeyState? tagged, string failed)
    {
        FakeKms kms = null!;
        kms = new([Pending])
        {
            Fault = (called, key) => called switch
            {
                "CancelKeyDeletion" => Becomes(cancelled, called, key!),
                "TagResource" => Becomes(tagged, called, key!),
                _ => null,
            },
        };

        var result = (await new Rescue(new One(kms), new FixedTime(Keys.Now))
            .TryAsync(Happened.Of(KeyEventKind.DeletionScheduled), RescueMode.Unapproved, null, TimeSpan.FromSeconds(20), default)).ShouldNotBeNull();

        (result.Outcome, result.After, result.Uncounted).ShouldBe((RescueOutcome.Failed, tagged, true));
        result.Detail.ShouldContain($"{failed}: Injected: no");

        Failure Becomes(KeyState? state, string operation, KeyArn key)
        {
            kms.Change(key, known => known with
            {
                Description = state is { } readable ? Reading.Of(Keys.Description(readable)) : Keys.Unread<KeyDescription>(FailureKind.Throttled),
            });
            return new(FailureKind.InvalidState, operation, "Injected", "no");
        }
    }

    private static KeySnapshot Pending => Keys.Unused() with { Description = Reading.Of(Keys.Description(KeyState.PendingDeletion)), Tags = Keys.Tags() };
}
