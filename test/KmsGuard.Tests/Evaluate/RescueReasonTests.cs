using KmsGuard.Detect;
using KmsGuard.Evaluate;

namespace KmsGuard.Tests.Evaluate;

/// <summary>Which calls on a doomed key are uses of it, and what a rescue says of itself.</summary>
public sealed class RescueReasonTests
{
    [Theory]
    [InlineData("CreateAlias", false)]
    [InlineData("EnableKeyRotation", false)]
    [InlineData("GetKeyRotationStatus", false)]
    [InlineData("GetParametersForImport", false)]
    [InlineData("ImportKeyMaterial", false)]
    [InlineData("ListGrants", false)]
    [InlineData("ListKeyRotations", false)]
    [InlineData("ReplicateKey", false)]
    [InlineData("RotateKeyOnDemand", false)]
    [InlineData("TagResource", false)]
    [InlineData("UntagResource", false)]
    [InlineData("UpdateAlias", false)]
    [InlineData("UpdateKeyDescription", false)]
    [InlineData("UpdatePrimaryRegion", false)]
    [InlineData("Decrypt", true)]
    [InlineData("GenerateDataKey", true)]
    [InlineData("CreateGrant", true)]
    [InlineData("tagresource", true)]
    [InlineData("", true)]
    public void Looking_after_a_key_is_no_use_of_it_and_every_other_call_is(string name, bool use) => RescueRule
        .Of(Happened.Use("pending deletion") with { Name = name }, new() { Mode = RescueMode.OnUse }, false)
        .ShouldBe(use ? RescueMode.OnUse : null);

    [Fact]
    public void A_refusal_without_a_message_is_no_use_of_a_key_that_waits() => RescueRule
        .Of(Happened.Use("x") with { ErrorMessage = null }, new() { Mode = RescueMode.Both }, false).ShouldBeNull();

    [Fact]
    public void Where_nobody_is_named_nobody_is_approved() => RescueRule
        .Of(Happened.Of(KeyEventKind.DeletionScheduled), new() { Mode = RescueMode.Unapproved }, false).ShouldBe(RescueMode.Unapproved);

    [Fact]
    public void What_could_not_be_read_is_told()
    {
        var unread = Key(KeyState.PendingDeletion) with { Description = Keys.Unread<KeyDescription>(FailureKind.Throttled) };
        var untagged = Key(KeyState.PendingDeletion) with { Tags = Keys.Unread<IReadOnlyDictionary<string, string>>(FailureKind.AccessDenied) };

        Decide(unread).ShouldBe(new(RescueStep.Unread, "its state could not be read: Some: ThrottledException: it did not work"));
        Decide(new(Keys.Arn)).ShouldBe(new(RescueStep.Unread, "its state could not be read: "));
        Decide(untagged).ShouldBe(new(
            RescueStep.Unread, "rescues are counted in its tags, and these could not be read: Some: AccessDeniedException: it did not work"));
        Decide(Key(KeyState.PendingDeletion) with { Tags = null }).Step.ShouldBe(RescueStep.Unread);
        Decide(Key(KeyState.Disabled) with { Tags = null }).ShouldBe(new(RescueStep.Leave, "it is Disabled"));
    }

    [Fact]
    public void A_rescue_after_the_event_is_told_with_its_time() => Decide(Key(KeyState.Disabled, "2026-11-22T02:30:00Z by kmsguard rescue 1: x"))
        .ShouldBe(new(RescueStep.DoneBefore, "it was rescued at 2026-11-22T02:30:00Z, after this event"));

    [Fact]
    public void A_hold_of_this_very_second_is_a_rescues() =>
        Decide(Key(KeyState.Disabled, "2026-11-22T03:00:00Z by kmsguard rescue 1: x")).Step.ShouldBe(RescueStep.DoneBefore);

    [Fact]
    public void A_fight_is_told_with_how_often_it_was_fought() => Decide(Key(KeyState.PendingDeletion, "2026-11-21T00:00:00Z by kmsguard rescue 12: x"))
        .ShouldBe(new(
            RescueStep.Withhold,
            "it was rescued 12 times and is scheduled for deletion again: somebody and KmsGuard work against each other, which a person must end"));

    [Fact]
    public void A_hold_is_read_as_it_was_written()
    {
        RescueHold.Of(new Dictionary<string, string> { [KeyTags.Hold] = $"2026-11-22T02:30:00Z by {RescueHold.By(12)}: x" })
            .ShouldBe(new(Keys.Now.AddMinutes(-30), 12));
        RescueHold.Of(new Dictionary<string, string>()).ShouldBeNull();
    }

    private static RescueDecision Decide(KeySnapshot key) => RescueRule.Decide(Happened.Of(KeyEventKind.DeletionScheduled), key, Keys.Now);

    private static KeySnapshot Key(KeyState state, string? hold = null) => new(Keys.Arn)
    {
        Description = Reading.Of(Keys.Description(state)),
        Tags = hold is null ? Keys.Tags() : Keys.Tags((KeyTags.Hold, hold)),
    };
}
