using KmsGuard.Detect;
using KmsGuard.Evaluate;
using KmsGuard.Remediate;

namespace KmsGuard.Tests.Remediate;

/// <summary>What comes between a run's tag and its deletion is seen by one last look, and what comes after that look is told.</summary>
public sealed class LastLookTests
{
    private const string Older = "older";

    private static readonly DateTimeOffset Due = Keys.Now.AddDays(7);

    public static TheoryData<string, Func<KeySnapshot, KeySnapshot>, Outcome, string, string> Between => new()
    {
        { "nothing", key => key, Outcome.Changed, "", "deleted on " },
        { "enabled", In(KeyState.Enabled), Outcome.Held, "state-changed", "it was Disabled when it was read and is Enabled now" },
        { "scheduled", In(KeyState.PendingDeletion), Outcome.Held, "state-changed", "it was Disabled when it was read and is PendingDeletion now" },
        { "taken up by another run", Tagged(KeyTags.Run, "another"), Outcome.Held, "state-changed", "run another has taken it up at the same time" },
        { "the tag of before, read once more", Tagged(KeyTags.Run, Older), Outcome.Changed, "", "deleted on " },
        { "no run's tag", Untagged, Outcome.Changed, "", "deleted on " },
        { "held", Tagged(KeyTags.Hold, "by ann"), Outcome.Held, "hold-tag", "" },
        { "exempt", Tagged(KeyTags.Exempt, "yes"), Outcome.Exempt, "exempt-tag", "" },
    };

    [Theory]
    [MemberData(nameof(Between))]
    public async Task What_changes_between_the_tag_and_the_deletion_decides(
        string what, Func<KeySnapshot, KeySnapshot> change, Outcome outcome, string reasons, string detail)
    {
        var kms = Region(1, change);

        var done = await DeleteAsync(kms);

        done.Outcome.ShouldBe(outcome, what);
        string.Join(' ', done.Reasons).ShouldBe(reasons);
        done.Detail.ShouldStartWith(detail);
        kms.Writes.Count.ShouldBe(outcome == Outcome.Changed ? 2 : 1);
        if (outcome == Outcome.Held)
        {
            done.Action.ShouldBeNull();
        }
    }

    [Theory]
    [InlineData("DescribeKey")]
    [InlineData("ListResourceTags")]
    public async Task A_key_that_cannot_be_looked_at_is_not_scheduled(string operation)
    {
        FakeKms kms = null!;
        kms = new([Key])
        {
            Fault = (called, _) => called == operation && kms.Writes.Count == 1 ? new(FailureKind.Throttled, called, "ThrottlingException", "slow down") : null,
        };

        var done = await DeleteAsync(kms);

        done.Outcome.ShouldBe(Outcome.Unreadable);
        done.Reasons.ShouldContain("throttled");
        kms.Writes.ShouldHaveSingleItem().Action.ShouldBeOfType<KeyAction.TagResource>();
    }

    [Theory]
    [InlineData(KeyTags.Hold, "by ann", KeyState.PendingDeletion, "hold-tag")]
    [InlineData(KeyTags.Exempt, "yes", KeyState.PendingReplicaDeletion, "exempt-tag")]
    public async Task Who_asks_at_the_very_moment_of_the_deletion_for_the_key_to_be_kept_is_heard_and_told_how(string tag, string value, KeyState state, string reason)
    {
        var done = await DeleteAsync(Region(2, key => Tagged(tag, value)(key) with { Description = Reading.Of(Keys.Description(state) with { DeletionDate = Due }) }));

        (done.Outcome, done.State, done.DeletionDate).ShouldBe((Outcome.Failed, state, Due));
        done.Reasons.ShouldBe([reason]);
        done.Detail.ShouldContain(tag);
        done.Detail.ShouldEndWith($" came at the very moment at which its deletion was scheduled: take that back with kmsguard rollback {Keys.Arn}");
    }

    [Fact]
    public async Task A_hold_of_that_moment_is_told_though_the_deletion_cannot_be_read()
    {
        FakeKms kms = null!;
        kms = new([Key])
        {
            BeforeWrite = _ => Change(kms, 1, Tagged(KeyTags.Hold, "by ann")),
            Fault = (called, _) => called == "DescribeKey" && kms.Writes.Count == 2 ? new(FailureKind.Throttled, called, "ThrottlingException", "slow down") : null,
        };

        var done = await DeleteAsync(kms);

        (done.Outcome, done.State, done.DeletionDate).ShouldBe((Outcome.Failed, KeyState.PendingDeletion, null));
        done.Reasons.ShouldBe(["hold-tag"]);
    }

    private static KeySnapshot Key => Keys.Unused() with { Tags = Keys.Tags((KeyTags.Run, Older), (KeyTags.DisabledSince, "2026-01-01")) };

    private static Func<KeySnapshot, KeySnapshot> In(KeyState state) => key => key with { Description = Reading.Of(Keys.Description(state)) };

    private static Func<KeySnapshot, KeySnapshot> Tagged(string name, string value) => key => key with
    {
        Tags = Reading.Of<IReadOnlyDictionary<string, string>>(new Dictionary<string, string>(key.Tags!.Value!) { [name] = value }),
    };

    private static KeySnapshot Untagged(KeySnapshot key) => key with { Tags = Keys.Tags((KeyTags.DisabledSince, "2026-01-01")) };

    // The key changes once so many writes are done, before it is read again.
    private static FakeKms Region(int writes, Func<KeySnapshot, KeySnapshot> change)
    {
        FakeKms kms = null!;
        return kms = new([Key])
        {
            Pause = (operation, _) =>
            {
                if (operation == "DescribeKey")
                {
                    Change(kms, writes, change);
                }

                return Task.CompletedTask;
            },
        };
    }

    private static void Change(FakeKms kms, int writes, Func<KeySnapshot, KeySnapshot> change)
    {
        if (kms.Writes.Count == writes)
        {
            kms.Change(Keys.Arn, change);
        }
    }

    private static Task<Decision> DeleteAsync(FakeKms kms) =>
        new KeyRemediation(kms, Keys.Enforcing, "run", new FixedTime(Keys.Now)).DeleteAsync(Key, default);
}
