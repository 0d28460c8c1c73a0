using KmsGuard.Detect;
using KmsGuard.Evaluate;

namespace KmsGuard.Tests.Evaluate;

public sealed class SeverityTableTests
{
    private static readonly KeySnapshot Production = Keys.Unused() with { Tags = Keys.Tags(("Environment", "prod")) };

    [Fact]
    public void Every_kind_of_event_has_a_row() =>
        SeverityTable.Rows.Keys.ShouldBe(Enum.GetValues<KeyEventKind>(), ignoreOrder: true);

    [Theory]
    [InlineData(KeyEventKind.KeyDisabled, Severity.HIGH, Severity.LOW)]
    [InlineData(KeyEventKind.DeletionScheduled, Severity.CRITICAL, Severity.LOW)]
    [InlineData(KeyEventKind.RotationDisabled, Severity.MEDIUM, Severity.LOW)]
    [InlineData(KeyEventKind.MaterialDeleted, Severity.HIGH, Severity.LOW)]
    [InlineData(KeyEventKind.PolicyChanged, Severity.HIGH, Severity.LOW)]
    [InlineData(KeyEventKind.DeletionCancelled, Severity.INFO, Severity.LOW)]
    [InlineData(KeyEventKind.KeyEnabled, Severity.INFO, Severity.LOW)]
    [InlineData(KeyEventKind.DoomedKeyUsed, Severity.HIGH, Severity.HIGH)]
    [InlineData(KeyEventKind.KeyDeleted, Severity.CRITICAL, Severity.CRITICAL)]
    [InlineData(KeyEventKind.MaterialExpired, Severity.HIGH, Severity.HIGH)]
    public void A_row_decides_where_nothing_raises_it(KeyEventKind kind, Severity done, Severity refused)
    {
        Judge(Happened.Of(kind), null).Severity.ShouldBe(done);
        Judge(Happened.Refused(kind), null).Severity.ShouldBe(refused);
    }

    [Fact]
    public void Production_raises_by_one_and_says_by_which_tag()
    {
        var judgement = Judge(Happened.Of(KeyEventKind.KeyDisabled), Production);

        judgement.Severity.ShouldBe(Severity.CRITICAL);
        judgement.Because.ShouldBe(["key-disabled", "production, by its tag Environment=prod"]);
    }

    [Theory]
    [InlineData(KeyEventKind.DeletionCancelled)]
    [InlineData(KeyEventKind.KeyEnabled)]
    public void What_heals_a_key_is_raised_by_nothing(KeyEventKind kind) =>
        Judge(Happened.Of(kind) with { Principal = Root(false) }, Production).Severity.ShouldBe(Severity.INFO);

    [Theory]
    [InlineData(true, "the root user")]
    [InlineData(false, "the root user, without MFA")]
    [InlineData(null, "the root user, without MFA")]
    public void The_root_user_raises_by_one(bool? mfa, string because)
    {
        var judgement = Judge(Happened.Of(KeyEventKind.RotationDisabled) with { Principal = Root(mfa) }, null);

        judgement.Severity.ShouldBe(Severity.HIGH);
        judgement.Because[^1].ShouldBe(because);
    }

    [Fact]
    public void Nothing_is_raised_above_critical() =>
        Judge(Happened.Of(KeyEventKind.DeletionScheduled) with { Principal = Root(false) }, Production).Severity.ShouldBe(Severity.CRITICAL);

    [Theory]
    [InlineData(KeyEventKind.DeletionScheduled, Severity.MEDIUM)]
    [InlineData(KeyEventKind.KeyDisabled, Severity.MEDIUM)]
    [InlineData(KeyEventKind.RotationDisabled, Severity.MEDIUM)]
    [InlineData(KeyEventKind.KeyEnabled, Severity.INFO)]
    public void KmsGuards_own_doings_are_lowered(KeyEventKind kind, Severity severity) =>
        SeverityTable.Of(Happened.Of(kind), null, byKmsGuard: true, Keys.Now).Severity.ShouldBe(severity);

    [Fact]
    public void What_KmsGuard_does_to_production_is_raised_again() =>
        SeverityTable.Of(Happened.Of(KeyEventKind.DeletionScheduled), Production, byKmsGuard: true, Keys.Now).Severity.ShouldBe(Severity.HIGH);

    [Theory]
    [InlineData(71, KeyEventKind.PolicyChanged, Severity.CRITICAL)]
    [InlineData(73, KeyEventKind.PolicyChanged, Severity.HIGH)]
    [InlineData(-1, KeyEventKind.PolicyChanged, Severity.CRITICAL)]
    [InlineData(71, KeyEventKind.DeletionCancelled, Severity.INFO)]
    public void A_deletion_within_three_days_is_critical(int hours, KeyEventKind kind, Severity severity) =>
        Judge(Happened.Of(kind), Pending(hours)).Severity.ShouldBe(severity);

    [Fact]
    public void A_refused_call_on_a_key_that_is_deleted_soon_stays_low() =>
        Judge(Happened.Refused(KeyEventKind.PolicyChanged), Pending(1)).Severity.ShouldBe(Severity.LOW);

    [Fact]
    public void Use_of_a_key_pending_deletion_is_worse_than_of_a_disabled_one()
    {
        Judge(Happened.Use("pending deletion"), Pending(200)).Severity.ShouldBe(Severity.CRITICAL);
        Judge(Happened.Use("disabled"), Keys.Unused()).Severity.ShouldBe(Severity.HIGH);
        // Cancelled meanwhile: what the key is now counts, not what the message said.
        Judge(Happened.Use("pending deletion"), Keys.Unused()).Severity.ShouldBe(Severity.HIGH);
    }

    [Fact]
    public void Use_of_a_key_that_is_enabled_again_is_no_alarm() =>
        Judge(Happened.Use("disabled"), Keys.Unrotated()).ShouldSatisfyAllConditions(
            judgement => judgement.Severity.ShouldBe(Severity.LOW),
            judgement => judgement.Because[^1].ShouldBe("the key is enabled again"));

    [Theory]
    [InlineData("pending deletion", Severity.CRITICAL)]
    [InlineData("pending replica deletion", Severity.CRITICAL)]
    [InlineData("disabled", Severity.HIGH)]
    public void A_key_that_cannot_be_read_is_what_the_message_says(string state, Severity severity)
    {
        var unread = new KeySnapshot(Keys.Arn)
        {
            Description = Keys.Unread<KeyDescription>(FailureKind.AccessDenied),
            Tags = Keys.Unread<IReadOnlyDictionary<string, string>>(FailureKind.Throttled),
        };

        Judge(Happened.Use(state) with { ErrorMessage = $"{Keys.Arn} is {state}." }, unread with { Description = null }).Severity.ShouldBe(severity);
        Judge(Happened.Use(state), unread).Severity.ShouldBe(severity);
    }

    private static Judgement Judge(KeyEvent happened, KeySnapshot? key) => SeverityTable.Of(happened, key, byKmsGuard: false, Keys.Now);

    private static Principal Root(bool? mfa) => new() { Type = "Root", Name = "ROOT of account 111122223333", Mfa = mfa };

    private static KeySnapshot Pending(int hours) => Keys.Unused() with
    {
        Description = Reading.Of(Keys.Description(KeyState.PendingDeletion) with { DeletionDate = Keys.Now.AddHours(hours) }),
    };
}
