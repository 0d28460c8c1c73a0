using KmsGuard.Detect;
using KmsGuard.Evaluate;

namespace KmsGuard.Tests.Evaluate;

/// <summary>What a severity says of how it came about.</summary>
public sealed class SeverityReasonsTests
{
    private static readonly KeySnapshot Production = Pending(200) with { Tags = Keys.Tags(("Environment", "prod")) };

    [Fact]
    public void Everything_that_raised_it_is_told_in_its_order() => Because(Happened.Use("pending deletion") with
    {
        Principal = new() { Type = "Root", Name = "ROOT" },
    }, Production).ShouldBe(
        ["doomed-key-used", "the key is pending deletion, and somebody needs it", "production, by its tag Environment=prod", "the root user, without MFA"]);

    [Fact]
    public void A_refused_call_is_called_so_but_a_use_is_always_refused()
    {
        Because(Happened.Refused(KeyEventKind.KeyDisabled), null).ShouldBe(["key-disabled, refused"]);
        Because(Happened.Use("disabled"), Keys.Unrotated()).ShouldBe(["doomed-key-used", "the key is enabled again"]);
        // Enabled or not: only of a use that was refused is it good news.
        Because(Happened.Of(KeyEventKind.KeyDisabled), Keys.Unrotated()).ShouldBe(["key-disabled"]);
    }

    [Fact]
    public void KmsGuards_own_doings_are_lowered_and_told_as_its_own()
    {
        SeverityTable.Of(Happened.Of(KeyEventKind.KeyDisabled), null, true, Keys.Now).Because.ShouldBe(["key-disabled", "done by KmsGuard itself: MEDIUM"]);
        SeverityTable.Of(Happened.Of(KeyEventKind.RotationDisabled), null, true, Keys.Now).Because.ShouldBe(["rotation-disabled"]);
        SeverityTable.Of(Happened.Use("disabled"), null, true, Keys.Now).ShouldSatisfyAllConditions(
            judgement => judgement.Severity.ShouldBe(Severity.HIGH),
            judgement => judgement.Because.ShouldBe(["doomed-key-used"]));
    }

    [Theory]
    [InlineData(-1, true)]
    [InlineData(0, false)]
    public void Three_days_to_the_second_are_not_less_than_three_days(int seconds, bool soon)
    {
        SeverityTable.Soon.ShouldBe(TimeSpan.FromDays(3));
        var key = Pending(72, seconds);

        Because(Happened.Of(KeyEventKind.PolicyChanged), key).ShouldBe(soon ? ["policy-changed", "deleted in less than 72 hours: CRITICAL"] : ["policy-changed"]);
        // It is critical already.
        Because(Happened.Of(KeyEventKind.DeletionScheduled), key).ShouldBe(["deletion-scheduled"]);
    }

    [Fact]
    public void A_message_of_a_key_that_cannot_be_read_tells_what_it_waits_for()
    {
        var use = Happened.Use("pending deletion");

        Because(use, null)[^1].ShouldBe("the key is pending deletion, and somebody needs it");
        Because(use with { ErrorMessage = null }, null).ShouldBe(["doomed-key-used"]);
    }

    private static IReadOnlyList<string> Because(KeyEvent happened, KeySnapshot? key) => SeverityTable.Of(happened, key, false, Keys.Now).Because;

    private static KeySnapshot Pending(int hours, int seconds = 0) => Keys.Unused() with
    {
        Description = Reading.Of(Keys.Description(KeyState.PendingDeletion) with { DeletionDate = Keys.Now.AddHours(hours).AddSeconds(seconds) }),
    };
}
