using KmsGuard.Detect;
using KmsGuard.Report;

namespace KmsGuard.Tests.Report;

public sealed class AlertMemoryTests
{
    private readonly ManualTime time = new();
    private readonly AlertMemory memory;

    public AlertMemoryTests() => memory = new(time);

    [Fact]
    public void An_event_that_comes_again_is_known_once_it_was_told()
    {
        var happened = Happened.Of(KeyEventKind.KeyDisabled);

        memory.Know(happened).ShouldBeNull();
        memory.Know(happened).ShouldBeNull("it was not told yet: a publish that failed must be tried again");
        memory.Told(happened);

        memory.Know(happened).ShouldNotBeNull();
    }

    [Fact]
    public void The_copy_of_an_event_in_the_other_account_is_known()
    {
        memory.Told(Happened.Of(KeyEventKind.KeyDisabled, "owner") with { SharedId = "shared" });

        memory.Know(Happened.Of(KeyEventKind.KeyDisabled, "caller") with { SharedId = "shared" }).ShouldNotBeNull();
        memory.Know(Happened.Of(KeyEventKind.KeyDisabled, "another") with { SharedId = "not shared" }).ShouldBeNull();
    }

    [Fact]
    public void An_id_alone_makes_no_event_known()
    {
        memory.Told(Happened.Of(KeyEventKind.KeyEnabled));

        memory.Know(Happened.Of(KeyEventKind.DeletionScheduled)).ShouldBeNull();
        memory.Know(Happened.Of(KeyEventKind.KeyEnabled) with { Key = Other }).ShouldBeNull();
    }

    [Fact]
    public void Events_without_an_id_are_all_told()
    {
        memory.Told(Happened.Of(KeyEventKind.KeyDisabled, ""));

        memory.Know(Happened.Of(KeyEventKind.KeyDisabled, "")).ShouldBeNull();
    }

    [Fact]
    public void A_burst_is_told_once_an_hour_and_then_counted()
    {
        memory.Told(Happened.Use("disabled", "first"));
        for (var i = 0; i < 25; i++)
        {
            time.Advance(TimeSpan.FromMinutes(2));
            memory.Know(Happened.Use("disabled", $"next {i}")).ShouldNotBeNull();
        }

        time.Advance(TimeSpan.FromMinutes(10));
        var after = Happened.Use("disabled", "after the hour");
        memory.Know(after).ShouldBeNull();
        memory.LeftOut(after).ShouldBe(25);

        memory.Told(after);
        memory.LeftOut(after).ShouldBe(0);
        memory.Know(Happened.Use("disabled", "and again")).ShouldNotBeNull();
    }

    [Fact]
    public void A_burst_is_one_callers_use_of_one_key_in_one_state()
    {
        memory.Told(Happened.Use("disabled", "first"));

        // Each call has an event of its own: the same one again would be known by its id.
        memory.Know(Happened.Use("disabled", "of bob") with { Principal = Happened.Developer with { Arn = "arn:aws:sts::111122223333:assumed-role/Developer/bob" } })
            .ShouldNotBeNull("another session of the same role is the same caller");
        memory.Know(Happened.Use("disabled", "of another role") with { Principal = Happened.Developer with { RoleArn = "arn:aws:iam::111122223333:role/Batch" } })
            .ShouldBeNull();
        memory.Know(Happened.Use("disabled", "of another key") with { Key = Other }).ShouldBeNull();
        memory.Know(Happened.Use("pending deletion", "in another state")).ShouldBeNull();
    }

    [Fact]
    public void Keys_that_only_their_typed_names_tell_apart_are_no_burst()
    {
        memory.Told(Happened.Use("disabled", "first") with { Key = null, KeyText = "alias/one" });

        memory.Know(Happened.Use("disabled", "next") with { Key = null, KeyText = "alias/two" }).ShouldBeNull();
        memory.Know(Happened.Use("disabled", "next") with { Key = null, KeyText = "alias/one" }).ShouldNotBeNull();
    }

    [Fact]
    public void What_is_done_to_a_key_is_no_burst()
    {
        memory.Told(Happened.Of(KeyEventKind.KeyDisabled, "first"));

        memory.Know(Happened.Of(KeyEventKind.KeyDisabled, "second")).ShouldBeNull();
    }

    [Fact]
    public void It_is_bounded_and_forgetting_only_tells_twice()
    {
        for (var i = 0; i < 10_000; i++)
        {
            memory.Told(Happened.Of(KeyEventKind.KeyDisabled, $"event {i}"));
        }

        memory.Know(Happened.Of(KeyEventKind.KeyDisabled, "event 0")).ShouldNotBeNull();
        memory.Told(Happened.Of(KeyEventKind.KeyDisabled, "one too many"));

        memory.Know(Happened.Of(KeyEventKind.KeyDisabled, "event 0")).ShouldBeNull();
        memory.Know(Happened.Of(KeyEventKind.KeyDisabled, "one too many")).ShouldNotBeNull();
    }

    private static KeyArn Other => Keys.Arn with { KeyId = "ffff0000-12ab-34cd-56ef-1234567890ab" };
}
