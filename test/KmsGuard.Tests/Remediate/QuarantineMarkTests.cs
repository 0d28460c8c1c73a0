using KmsGuard.Detect;
using KmsGuard.Remediate;

namespace KmsGuard.Tests.Remediate;

[Trait("Proof", "attacks")]
public sealed class QuarantineMarkTests
{
    private static readonly DateTimeOffset Then = Keys.Now.AddMinutes(-5);

    [Theory]
    [InlineData(null, "2026-11-22T02:55:00Z")]
    [InlineData("rubbish", "2026-11-22T02:55:00Z")]
    [InlineData("2026-01-01T00:00:00Z", "2026-11-22T02:55:00Z")]
    [InlineData("2026-11-22T02:55:00Z", null)]
    [InlineData("2026-11-22T02:59:00Z", null)]
    [InlineData("2026-11-22T02:54:59Z", null)]
    [InlineData("2026-11-22T02:54:58Z", "2026-11-22T02:55:00Z")]
    public void A_disabled_key_is_marked_with_the_events_time_and_never_moved_back(string? before, string? after)
    {
        var key = Keys.Unused() with { Tags = before is null ? Keys.Tags() : Keys.Tags((KeyTags.DisabledSince, before)) };

        var action = QuarantineMark.For(Happened(KeyEventKind.KeyDisabled, Then), key, Keys.Now) as KeyAction.TagResource;

        action?.Value.ShouldBe(after);
        action?.Name.ShouldBe(KeyTags.DisabledSince);
        action?.Before.ShouldBe(before);
        (action is null).ShouldBe(after is null);
    }

    [Fact]
    public void An_event_from_the_future_marks_the_present() => QuarantineMark
        .For(Happened(KeyEventKind.KeyDisabled, Keys.Now.AddDays(100)), Keys.Unused() with { Tags = Keys.Tags() }, Keys.Now)
        .ShouldBeOfType<KeyAction.TagResource>().Value.ShouldBe("2026-11-22T03:00:00Z");

    [Theory]
    [InlineData(47, "2026-11-20T04:00:00Z")]
    [InlineData(48, "2026-11-22T03:00:00Z")]
    [InlineData(24 * 400, "2026-11-22T03:00:00Z")]
    public void An_event_older_than_AWS_keeps_any_marks_the_present(int hours, string mark) => QuarantineMark
        .For(Happened(KeyEventKind.KeyDisabled, Keys.Now.AddHours(-hours)), Keys.Unused() with { Tags = Keys.Tags() }, Keys.Now)
        .ShouldBeOfType<KeyAction.TagResource>().Value.ShouldBe(mark);

    [Fact]
    public void An_enabled_key_loses_its_mark()
    {
        var key = Keys.Unrotated() with { Tags = Keys.Tags((KeyTags.DisabledSince, "2026-01-01")) };

        QuarantineMark.For(Happened(KeyEventKind.KeyEnabled, Then), key, Keys.Now).ShouldBe(new KeyAction.UntagResource(KeyTags.DisabledSince, "2026-01-01"));
    }

    [Fact]
    public void An_event_that_the_keys_state_denies_marks_nothing()
    {
        QuarantineMark.For(Happened(KeyEventKind.KeyDisabled, Then), Keys.Unrotated(), Keys.Now).ShouldBeNull();
        QuarantineMark.For(Happened(KeyEventKind.KeyEnabled, Then), Keys.Unused(), Keys.Now).ShouldBeNull();
    }

    [Fact]
    public void A_refused_call_marks_nothing() => QuarantineMark
        .For(Happened(KeyEventKind.KeyDisabled, Then) with { ErrorCode = "AccessDenied" }, Keys.Unused() with { Tags = Keys.Tags() }, Keys.Now)
        .ShouldBeNull();

    [Fact]
    public void An_event_of_another_kind_marks_nothing()
    {
        foreach (var kind in Enum.GetValues<KeyEventKind>().Except([KeyEventKind.KeyDisabled]))
        {
            QuarantineMark.For(Happened(kind, Then), Keys.Unused() with { Tags = Keys.Tags() }, Keys.Now).ShouldBeNull();
        }
    }

    [Fact]
    public void An_enabled_key_without_a_mark_has_none_to_lose() =>
        QuarantineMark.For(Happened(KeyEventKind.KeyEnabled, Then), Keys.Unrotated(), Keys.Now).ShouldBeNull();

    [Fact]
    public void An_event_without_a_time_marks_the_present() => QuarantineMark
        .For(Happened(KeyEventKind.KeyDisabled, Then) with { At = null }, Keys.Unused() with { Tags = Keys.Tags() }, Keys.Now)
        .ShouldBeOfType<KeyAction.TagResource>().Value.ShouldBe("2026-11-22T03:00:00Z");

    [Fact]
    public void Of_a_key_that_cannot_be_read_nothing_is_known_to_be_marked()
    {
        var happened = Happened(KeyEventKind.KeyDisabled, Then);
        var key = Keys.Unused() with { Tags = Keys.Tags() };

        QuarantineMark.For(happened, key with { Tags = Keys.Unread<IReadOnlyDictionary<string, string>>(FailureKind.Throttled) }, Keys.Now).ShouldBeNull();
        QuarantineMark.For(happened, key with { Description = Keys.Unread<KeyDescription>(FailureKind.Throttled) }, Keys.Now).ShouldBeNull();
        QuarantineMark.For(happened, new(Keys.Arn), Keys.Now).ShouldBeNull();
    }

    private static KeyEvent Happened(KeyEventKind kind, DateTimeOffset at) => new()
    {
        Kind = kind,
        Name = "Some",
        Account = "111122223333",
        Region = "eu-west-1",
        At = at,
        Id = "id",
        Principal = new Principal { Name = "somebody" },
    };
}
