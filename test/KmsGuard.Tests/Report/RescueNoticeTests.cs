using System.Text.Json;
using KmsGuard.Detect;
using KmsGuard.Evaluate;
using KmsGuard.Remediate;
using KmsGuard.Report;

namespace KmsGuard.Tests.Report;

public sealed class RescueNoticeTests
{
    private const string Release = "kmsguard release ", Cancel = "aws kms cancel-key-deletion ";

    [Theory]
    [InlineData(RescueOutcome.Done, KeyState.Disabled, true)]
    [InlineData(RescueOutcome.DoneBefore, KeyState.Disabled, true)]
    [InlineData(RescueOutcome.Withheld, KeyState.PendingDeletion, false)]
    [InlineData(RescueOutcome.Failed, KeyState.PendingDeletion, false)]
    public void What_is_left_to_do_follows_from_the_outcome(RescueOutcome outcome, KeyState state, bool safe)
    {
        var text = Write(Rescued(outcome, state), MessageFormat.Text).Body;

        text.Contains(Release, StringComparison.Ordinal).ShouldBe(safe);
        text.Contains(Cancel, StringComparison.Ordinal).ShouldBe(!safe);
        text.ShouldContain($"kmsguard rollback {Keys.Arn} --re-enable");
        text.Contains("could NOT rescue", StringComparison.Ordinal).ShouldBe(!safe);
    }

    [Theory]
    [InlineData(RescueOutcome.Done, "done")]
    [InlineData(RescueOutcome.DoneBefore, "done-before")]
    [InlineData(RescueOutcome.Withheld, "withheld")]
    [InlineData(RescueOutcome.Failed, "failed")]
    public void Machines_read_it_by_the_published_schema(RescueOutcome outcome, string name)
    {
        var message = JsonElement.Parse(Write(Rescued(outcome, KeyState.Disabled), MessageFormat.Json).Body);

        message.GetProperty("rescue").GetString().ShouldBe(name);
        message.GetProperty("rescueRule").GetString().ShouldBe("on-use");
        message.GetProperty("rescueDetail").GetString().ShouldBe("a detail of two lines");
        MessageSchema.Problems(MessageSchema.Export(), message).ShouldBeEmpty();
    }

    [Fact]
    public void Without_a_rescue_there_is_no_word_of_it()
    {
        var message = Write(Rescued(RescueOutcome.Done, KeyState.Disabled) with { Rescue = null }, MessageFormat.Json).Body;

        message.ShouldNotContain("rescue");
    }

    [Fact]
    public void A_chat_has_the_command_that_lifts_the_hold() =>
        Write(Rescued(RescueOutcome.Done, KeyState.Disabled), MessageFormat.Chat).Body.ShouldContain(Release);

    [Fact]
    public void A_long_alias_gives_way_to_what_became_of_the_rescue()
    {
        var alert = Rescued(RescueOutcome.Failed, KeyState.PendingDeletion) with { Key = Keys.Unused() with { Aliases = Keys.Aliases($"alias/{new string('x', 250)}") } };

        Write(alert, MessageFormat.Text).Subject.ShouldEndWith("... in 111122223333 eu-west-1");
    }

    private static Notice Write(Alert alert, MessageFormat format) => AlertNotice.Write(alert, format);

    private static Alert Rescued(RescueOutcome outcome, KeyState state) => new()
    {
        Event = Happened.Use("pending deletion") with { Name = "Decrypt" },
        Severity = Severity.CRITICAL,
        Because = [],
        Key = Keys.Unused() with { Description = Reading.Of(Keys.Description(state)) },
        Rescue = new(outcome, RescueMode.OnUse, "a detail\r\nof two lines", state),
        At = Keys.Now,
    };
}
