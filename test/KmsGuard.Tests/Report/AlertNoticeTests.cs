using KmsGuard.Detect;
using KmsGuard.Evaluate;
using KmsGuard.Report;

namespace KmsGuard.Tests.Report;

public sealed class AlertNoticeTests
{
    [Theory]
    [InlineData(0.5, "LESS THAN AN HOUR left")]
    [InlineData(-1, "LESS THAN AN HOUR left")]
    [InlineData(1.9, "1 HOUR left")]
    [InlineData(47.5, "47 HOURS left")]
    [InlineData(72, "3 days left")]
    [InlineData(167, "7 days left")]
    public void The_time_left_is_told_as_people_say_it(double hours, string left) =>
        Text(Happened.Of(KeyEventKind.DeletionScheduled), Pending(hours)).ShouldContain(left);

    [Fact]
    public void A_primary_has_no_date_before_its_last_replica_is_gone() =>
        Text(Happened.Of(KeyEventKind.DeletionScheduled), In(KeyState.PendingReplicaDeletion, key => key with { PendingWindowDays = 7 }))
            .ShouldContain("Deadline  7 days after its last replica is gone");

    [Fact]
    public void A_deadline_that_could_not_be_read_is_said_to_be_there()
    {
        var unread = new KeySnapshot(Keys.Arn) { Description = Keys.Unread<KeyDescription>(FailureKind.AccessDenied) };

        Text(Happened.Of(KeyEventKind.DeletionScheduled), unread).ShouldContain("Deadline  could not be read; KMS waits for 7 days at least");
        Text(Happened.Refused(KeyEventKind.DeletionScheduled), unread).ShouldNotContain("Deadline");
    }

    public static TheoryData<KeyEventKind> Kinds() => [.. Enum.GetValues<KeyEventKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_long_alias_gives_way_before_account_and_Region(KeyEventKind kind)
    {
        var key = Keys.Unused() with { Aliases = Keys.Aliases($"alias/{new string('x', 250)}") };

        Write(Happened.Of(kind), key).Subject.ShouldEndWith("... in 111122223333 eu-west-1");
    }

    [Fact]
    public void A_subject_without_account_and_Region_ends_with_the_key() =>
        Write(Happened.Of(KeyEventKind.KeyDisabled) with { Account = "", Region = "" }, Keys.Unused()).Subject
            .ShouldBe($"[HIGH] KMS key disabled: {Keys.Arn.KeyId}");

    [Theory]
    [InlineData(KeyEventKind.DeletionScheduled, KeyState.PendingDeletion, "cancel-key-deletion")]
    [InlineData(KeyEventKind.DeletionScheduled, KeyState.Disabled, "enable-key ")]
    [InlineData(KeyEventKind.DeletionCancelled, KeyState.Disabled, "enable-key ")]
    [InlineData(KeyEventKind.DeletionCancelled, KeyState.PendingDeletion, "cancel-key-deletion")]
    [InlineData(KeyEventKind.DeletionCancelled, KeyState.Enabled, null)]
    [InlineData(KeyEventKind.PolicyChanged, KeyState.PendingDeletion, "cancel-key-deletion")]
    [InlineData(KeyEventKind.KeyDisabled, KeyState.Disabled, "enable-key ")]
    [InlineData(KeyEventKind.KeyDisabled, KeyState.Enabled, null)]
    [InlineData(KeyEventKind.DoomedKeyUsed, KeyState.PendingReplicaDeletion, "cancel-key-deletion")]
    [InlineData(KeyEventKind.DoomedKeyUsed, KeyState.Disabled, "enable-key ")]
    [InlineData(KeyEventKind.RotationDisabled, KeyState.Enabled, "enable-key-rotation")]
    [InlineData(KeyEventKind.MaterialDeleted, KeyState.PendingImport, "get-parameters-for-import")]
    [InlineData(KeyEventKind.MaterialExpired, KeyState.Enabled, null)]
    [InlineData(KeyEventKind.KeyEnabled, KeyState.Enabled, null)]
    public void What_undoes_it_fits_the_state_that_the_key_is_in_now(KeyEventKind kind, KeyState state, string? operation)
    {
        var text = Text(kind == KeyEventKind.DoomedKeyUsed ? Happened.Use("disabled") : Happened.Of(kind), In(state, key => key));

        if (operation is null)
        {
            text.ShouldNotContain("aws kms");
        }
        else
        {
            text.ShouldContain($"aws kms {operation}");
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void There_is_nothing_to_undo_of_a_call_that_was_refused(KeyEventKind kind)
    {
        if (kind != KeyEventKind.DoomedKeyUsed)
        {
            Text(Happened.Refused(kind), Keys.Unused()).ShouldNotContain("aws kms");
        }
    }

    private static string Text(KeyEvent happened, KeySnapshot key) => Write(happened, key).Body;

    private static Notice Write(KeyEvent happened, KeySnapshot key) => AlertNotice.Write(
        new Alert { Event = happened, Severity = Severity.HIGH, Because = [], Key = key, At = Keys.Now }, MessageFormat.Text);

    private static KeySnapshot Pending(double hours) => In(KeyState.PendingDeletion, key => key with { DeletionDate = Keys.Now.AddHours(hours) });

    private static KeySnapshot In(KeyState state, Func<KeyDescription, KeyDescription> change) =>
        Keys.Unused() with { Description = Reading.Of(change(Keys.Description(state))) };
}
