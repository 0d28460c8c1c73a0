using KmsGuard.Detect;
using KmsGuard.Evaluate;
using KmsGuard.Remediate;
using KmsGuard.Restore;

namespace KmsGuard.Tests.Remediate;

/// <summary>What a rescue leaves in the key and says of itself, and what it says when KMS lets it down.</summary>
public sealed class RescueTests
{
    private const string Why = "unapproved DeletionScheduled by arn:aws:iam::111122223333:role/Developer";

    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(20);

    // The hold before; the hold afterwards, behind its time; which rescue it is.
    public static TheoryData<string?, string, int> Holds => new()
    {
        { null, $"by kmsguard rescue 1: {Why}", 1 },
        { "held by ann", $"by kmsguard rescue 1: {Why} - held before: held by ann", 1 },
        { Rescued(1), $"by kmsguard rescue 2: {Why}", 2 },
        { Rescued(2), $"by kmsguard rescue 3: {Why}", 3 },
    };

    [Theory]
    [MemberData(nameof(Holds))]
    public async Task A_rescued_key_is_disabled_and_its_hold_counts_the_rescue(string? before, string after, int count)
    {
        var kms = Region(before);

        var result = await RescueAsync(kms);

        result.ShouldBe(new RescueResult(
            RescueOutcome.Done, RescueMode.Unapproved, $"the deletion is cancelled and the key is held, as rescue {count} of 3", KeyState.Disabled));
        result!.NeedsPerson.ShouldBeFalse();
        Hold(kms).ShouldBe($"2026-11-22T03:00:00Z {after}");
    }

    [Fact]
    public async Task Whoever_takes_the_count_back_knows_the_hold_that_was_before()
    {
        var kms = Region("held by ann");

        _ = await RescueAsync(kms);

        kms.Writes.Last().Action.ShouldBeOfType<KeyAction.TagResource>().Before.ShouldBe("held by ann");
    }

    public static TheoryData<Principal, string> Whos => new()
    {
        { Happened.Developer, "arn:aws:iam::111122223333:role/Developer" },
        { Happened.Developer with { RoleArn = null }, "arn:aws:sts::111122223333:assumed-role/Developer/alice" },
        { new() { Name = "service config.amazonaws.com" }, "service config.amazonaws.com" },
    };

    [Theory]
    [MemberData(nameof(Whos))]
    public async Task The_hold_names_whoever_scheduled_the_deletion(Principal who, string name)
    {
        var kms = Region(null);

        _ = await RescueAsync(kms, Happened.Of(KeyEventKind.DeletionScheduled) with { Principal = who });

        Hold(kms).ShouldEndWith($": unapproved DeletionScheduled by {name}");
    }

    [Fact]
    public async Task A_key_that_is_not_pending_deletion_is_left_alone_without_a_word()
    {
        var kms = new FakeKms([Keys.Unused()]);

        (await RescueAsync(kms)).ShouldBeNull();

        kms.Writes.ShouldBeEmpty();
    }

    public static TheoryData<KeyState, string, RescueOutcome, bool, string> NotAgain => new()
    {
        { KeyState.Disabled, Rescued(1, -30), RescueOutcome.DoneBefore, false, "it was rescued at 2026-11-22T02:30:00Z, after this event" },
        { KeyState.PendingDeletion, Rescued(3), RescueOutcome.Withheld, true, "it was rescued 3 times and is scheduled for deletion again" },
    };

    [Theory]
    [MemberData(nameof(NotAgain))]
    public async Task What_was_done_before_or_too_often_is_not_done_again(KeyState state, string hold, RescueOutcome outcome, bool person, string detail)
    {
        var kms = Region(hold, state);

        var result = (await RescueAsync(kms)).ShouldNotBeNull();

        (result.Outcome, result.Rule, result.NeedsPerson, result.After, result.Uncounted).ShouldBe((outcome, RescueMode.Unapproved, person, state, false));
        result.Detail.ShouldStartWith(detail);
        kms.Writes.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_event_that_names_no_key_needs_a_person()
    {
        var result = await RescueAsync(Region(null), Happened.Of(KeyEventKind.DeletionScheduled) with { Key = null });

        result.ShouldBe(new RescueResult(RescueOutcome.Failed, RescueMode.Unapproved, "the event does not name the key"));
        result!.NeedsPerson.ShouldBeTrue();
    }

    // What fails, and at which of its calls; the hold before; whether the deletion may be cancelled without a count.
    [Theory]
    [InlineData("DescribeKey", 1, null, false, null, "its state could not be read: DescribeKey: Injected: no")]
    [InlineData("ListResourceTags", 1, null, false, KeyState.PendingDeletion, "rescues are counted in its tags, and these could not be read: ListResourceTags: Injected: no")]
    [InlineData("CancelKeyDeletion", 1, null, false, KeyState.PendingDeletion, "its deletion could not be cancelled: CancelKeyDeletion: Injected: no")]
    [InlineData("TagResource", 1, null, true, KeyState.Disabled, "the deletion is cancelled, but TagResource: Injected: no")]
    [InlineData("TagResource", 1, "held by ann", true, KeyState.Disabled, "the deletion is cancelled, but this rescue could not be counted in the tag kmsguard:hold: TagResource: Injected: no")]
    public async Task A_rescue_that_fails_says_how_far_it_came(string operation, int call, string? hold, bool uncounted, KeyState? after, string detail)
    {
        var calls = 0;
        var kms = Region(hold, fault: called => called == operation && ++calls == call);

        var result = (await RescueAsync(kms)).ShouldNotBeNull();

        (result.Outcome, result.Rule, result.NeedsPerson).ShouldBe((RescueOutcome.Failed, RescueMode.Unapproved, true));
        (result.Uncounted, result.After).ShouldBe((uncounted, after));
        result.Detail.ShouldStartWith(detail);
    }

    [Fact]
    public async Task A_key_that_was_deleted_meanwhile_is_lost_and_told_as_a_failure()
    {
        var calls = 0;
        var kms = Region(null, fault: called => called == "DescribeKey" && ++calls == 2, kind: FailureKind.NotFound);

        var result = (await RescueAsync(kms)).ShouldNotBeNull();

        result.Outcome.ShouldBe(RescueOutcome.Failed);
        result.Detail.ShouldStartWith("there is no such key in eu-west-1");
        kms.Writes.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_Region_that_cannot_be_opened_is_told_and_nothing_was_begun()
    {
        var regions = new One(Region(null)) { Closed = new() { ["eu-west-1"] = new(FailureKind.AccessDenied, "AssumeRole", "AccessDenied", "no") } };

        var result = await RescueAsync(regions);

        result.ShouldBe(new RescueResult(RescueOutcome.Failed, RescueMode.Unapproved, "AssumeRole: AccessDenied: no"));
    }

    [Fact]
    public async Task What_nobody_foresaw_while_it_acts_is_told_with_the_doubt_that_it_leaves()
    {
        var kms = new FakeKms([Pending(null)]) { BeforeWrite = _ => throw new InvalidOperationException("nobody foresaw it") };

        var result = await RescueAsync(kms);

        result.ShouldBe(new RescueResult(RescueOutcome.Failed, RescueMode.Unapproved, "nobody foresaw it") { Uncounted = true });
    }

    private static string Rescued(int count, int minutes = -600) =>
        HoldTag.Write(RescueHold.By(count), "x", Keys.Now.AddMinutes(minutes)).Value;

    private static KeySnapshot Pending(string? hold, KeyState state = KeyState.PendingDeletion) => Keys.Unused() with
    {
        Description = Reading.Of(Keys.Description(state)),
        Tags = hold is null ? Keys.Tags() : Keys.Tags((KeyTags.Hold, hold)),
    };

    private static FakeKms Region(
        string? hold, KeyState state = KeyState.PendingDeletion, Func<string, bool>? fault = null, FailureKind kind = FailureKind.AccessDenied) =>
        new([Pending(hold, state)])
        {
            Fault = (called, _) => fault?.Invoke(called) == true ? new(kind, called, "Injected", "no") : null,
        };

    private static string Hold(FakeKms kms) => kms.Keys.Single().Tags!.Value![KeyTags.Hold];

    private static Task<RescueResult?> RescueAsync(FakeKms kms, KeyEvent? happened = null) => RescueAsync(new One(kms), happened);

    private static Task<RescueResult?> RescueAsync(IKmsRegions regions, KeyEvent? happened = null) => new Rescue(regions, new FixedTime(Keys.Now))
        .TryAsync(happened ?? Happened.Of(KeyEventKind.DeletionScheduled), RescueMode.Unapproved, null, Budget, default);
}
