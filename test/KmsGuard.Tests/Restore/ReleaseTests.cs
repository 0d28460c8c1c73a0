using KmsGuard.Detect;
using KmsGuard.Remediate;
using KmsGuard.Restore;

namespace KmsGuard.Tests.Restore;

public sealed class ReleaseTests
{
    private static readonly KeyArn Held = Fleet.Arn(1), Free = Fleet.Arn(2), Gone = Fleet.Arn(3), Far = Fleet.Arn(4, "us-west-2");

    private static readonly (string, string) Hold = (KeyTags.Hold, "by ann");

    [Fact]
    public async Task Each_key_named_has_its_entry_in_the_order_in_which_it_was_named()
    {
        var fleet = new Fleet(Fleet.Key(Held, KeyState.Disabled, Hold), Fleet.Key(Free, KeyState.Disabled), Fleet.Key(Far, KeyState.Enabled, Hold));

        var report = await ReleaseAsync(fleet, new(Far.KeyId, null), new(Held.KeyId, Held), new(Gone.KeyId, null), new(Free.KeyId, null), new(Gone.KeyId, Gone));

        (report.By, report.Reason, report.Succeeded).ShouldBe((Fleet.Operator, "no longer needed", false));
        report.Keys.Take(2).ShouldBe(
        [
            new(Far.ToString(), "by ann", ReleaseOutcome.Released, null),
            new(Held.ToString(), "by ann", ReleaseOutcome.Released, null),
        ]);
        report.Keys[2].ShouldSatisfyAllConditions(
            entry => (entry.Arn, entry.Hold, entry.Outcome).ShouldBe((Gone.KeyId, null, ReleaseOutcome.NotFound)),
            entry => entry.Error.ShouldNotBeNull().ShouldStartWith("there is no such key in eu-west-1, us-west-2; if it was deleted"));
        report.Keys[3].ShouldBe(new(Free.ToString(), null, ReleaseOutcome.NotHeld, null));
        report.Keys[4].ShouldBe(new(Gone.ToString(), null, ReleaseOutcome.NotFound, $"ListResourceTags: NotFoundException: Key {Gone.KeyId} does not exist"));
        fleet.Writes().ShouldBe([new KeyAction.UntagResource(KeyTags.Hold, "by ann")]);
        fleet.Writes("us-west-2").Count().ShouldBe(1);
        fleet.Runs.Keys.ShouldBe(["release"]);
    }

    [Fact]
    public async Task Cancelled_it_begins_with_no_key()
    {
        var fleet = new Fleet(Fleet.Key(Held, KeyState.Disabled, Hold));

        await Should.ThrowAsync<OperationCanceledException>(() =>
            new Release(fleet).RunAsync([new(Held.KeyId, Held)], new([], ["eu-west-1"]), "x", new CancellationToken(true)));
        fleet.Writes().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("ListResourceTags", FailureKind.AccessDenied, null, ReleaseOutcome.Failed)]
    [InlineData("UntagResource", FailureKind.AccessDenied, "by ann", ReleaseOutcome.Failed)]
    [InlineData("UntagResource", FailureKind.NotFound, "by ann", ReleaseOutcome.NotFound)]
    public async Task A_hold_that_cannot_be_read_or_lifted_is_a_failure_with_its_reason(string failing, FailureKind kind, string? hold, ReleaseOutcome outcome)
    {
        var fleet = new Fleet(Fleet.Key(Held, KeyState.Disabled, Hold)) { Fault = (_, operation, _) => operation == failing ? Fleet.Trouble(kind, operation) : null };

        var report = await ReleaseAsync(fleet, new KeyReference(Held.KeyId, Held));

        report.Keys.ShouldBe([new(Held.ToString(), hold, outcome, $"{failing}: {kind}Exception: it did not work")]);
        report.Succeeded.ShouldBeFalse();
        fleet.Writes().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_key_in_an_account_that_cannot_be_entered_has_failed()
    {
        var report = await ReleaseAsync(new() { Closed = { [Fleet.Own] = FailureKind.AccessDenied } }, new KeyReference(Held.KeyId, Held));

        report.Keys.ShouldBe(
        [
            new(Held.ToString(), null, ReleaseOutcome.Failed, $"account {Fleet.Own} could not be entered: Some: AccessDeniedException: it did not work"),
        ]);
    }

    [Theory]
    [InlineData(ReleaseOutcome.Released, true)]
    [InlineData(ReleaseOutcome.NotHeld, true)]
    [InlineData(ReleaseOutcome.NotFound, false)]
    [InlineData(ReleaseOutcome.Failed, false)]
    public void A_release_succeeded_when_no_key_is_held_any_more(ReleaseOutcome outcome, bool succeeded) =>
        new ReleaseReport(null, "x", [new("a", null, ReleaseOutcome.Released, null), new("b", null, outcome, null)]).Succeeded.ShouldBe(succeeded);

    private static Task<ReleaseReport> ReleaseAsync(Fleet fleet, params KeyReference[] keys) =>
        new Release(fleet).RunAsync(keys, new([], ["eu-west-1", "us-west-2"]), "no longer needed", default);
}
