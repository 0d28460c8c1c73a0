using System.Text.Json;
using KmsGuard.Evaluate;
using KmsGuard.Lambda;
using KmsGuard.Lambda.Tests;
using KmsGuard.Sandbox.Kms;
using KeyState = KmsGuard.Detect.KeyState;

namespace KmsGuard.Trust.Tests.Attacks;

/// <summary>Tags by which somebody wants a key deleted early, or taken for another run's. Each key is one that nothing but the
/// poisoned tag holds.</summary>
[Trait("Proof", "attacks")]
public sealed class PoisonedTagTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 3, 0, 0, TimeSpan.Zero);

    public static TheoryData<string, string> Marks => new()
    {
        { "in the future", "2027-01-01T00:00:00Z" },
        { "at the end of time", "9999-12-31T23:59:59Z" },
        { "from before the key", "1999-01-01T00:00:00Z" },
        { "at the beginning of time", "0001-01-01" },
        { "no date", "long ago" },
        { "empty", "" },
        { "another calendar", "1448-05-01T00:00:00Z" },
        { "Buddhist", "2569-05-01T00:00:00Z" },
        { "an offset", "2026-06-01T00:00:00+00:00" },
        { "a large offset", "2026-06-01T00:00:00+99:00" },
        { "other digits", "\u0662\u0660\u0662\u0666-06-01" },
        { "full width", "\uff12\uff10\uff12\uff16-06-01" },
        { "a blank", "2026-06-01 " },
        { "American", "06/01/2026" },
        { "a number", "1780272000" },
        { "a thirteenth month", "2026-13-01" },
        { "enormous", new string('9', 256) },
        { "two of them", "2026-06-01T00:00:00Z2026-06-01T00:00:00Z" },
    };

    [Theory]
    [MemberData(nameof(Marks))]
    public async Task A_mark_that_proves_nothing_holds_the_key(string what, string mark)
    {
        await using var account = await StartAsync(Now);
        var arn = account.Plant(Idle(new() { [KeyTags.DisabledSince] = mark }));

        var key = (await SweepAsync(account)).ShouldHaveSingleItem(what);

        key.Outcome.ShouldBe(Outcome.Held);
        key.Reasons.ShouldBeSubsetOf([Reason.NotMarked, Reason.Quarantine]);
        (await RescueScene.StateAsync(account, arn)).ShouldBe(KeyState.Disabled);
    }

    [Theory]
    [InlineData("KMSGUARD:DISABLED-SINCE")]
    [InlineData("kmsguard:disabled-since ")]
    [InlineData("kmsguard:disabled\u2010since")]
    [InlineData("\u212amsguard:disabled-since")]
    public async Task A_mark_by_another_name_counts_for_nothing_beside_the_true_one_or_without_it(string name)
    {
        await using var account = await StartAsync(Now);
        account.Plant(Idle(new() { [name] = "2026-06-01T00:00:00Z", [KeyTags.DisabledSince] = "2026-11-21T00:00:00Z" }));
        account.Plant(Idle(new() { [name] = "2026-06-01T00:00:00Z" }));

        (await SweepAsync(account)).SelectMany(key => key.Reasons).ShouldBe([Reason.Quarantine, Reason.NotMarked], ignoreOrder: true);
    }

    [Fact]
    public async Task The_same_key_with_a_mark_that_is_right_would_go()
    {
        await using var account = await StartAsync(Now);
        account.Plant(Idle(new() { [KeyTags.DisabledSince] = "2026-06-01T00:00:00Z" }));

        (await SweepAsync(account)).ShouldHaveSingleItem().Action.ShouldBe("ScheduleKeyDeletion");
    }

    [Theory]
    [InlineData("20261121T020000Z-0123abcd")]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("\u202e\u001b[2J; rm -rf / #")]
    public async Task A_run_s_tag_of_somebody_else_is_written_over_before_a_deletion_and_reaches_no_log_as_it_is(string run)
    {
        await using var account = await StartAsync(Now);
        var arn = account.Plant(Idle(new() { [KeyTags.DisabledSince] = "2026-06-01T00:00:00Z", [KeyTags.Run] = run }));
        using var sweep = Compose(account);
        var context = TestAccount.Context();

        var report = await new SweepFunction(sweep).HandleAsync(JsonElement.Parse("{}"), context);

        (await account.Person.ListResourceTagsAsync(new() { KeyId = arn })).Tags.Single(tag => tag.TagKey == KeyTags.Run).TagValue.ShouldBe(report.RunId);
        TestAccount.LogOf(context).ShouldNotContain("\u001b");
        account.Sandbox.Sns.Messages.ShouldAllBe(message => !message.Message.Contains('\u202e') && !message.Message.Contains("<script>"));
    }

    [Fact]
    public async Task A_key_that_somebody_tags_as_a_run_s_own_is_held_by_its_rollback_and_neither_enabled_nor_deleted()
    {
        await using var account = await StartAsync(Now);
        var arn = account.Plant(Idle(new() { [KeyTags.Run] = "20261121T020000Z-0123abcd" }));
        using var composition = account.Compose(FunctionKind.Rollback);

        await new RollbackFunction(composition).HandleAsync(JsonElement.Parse("""{"run":"20261121T020000Z-0123abcd"}"""), TestAccount.Context());

        (await RescueScene.StateAsync(account, arn)).ShouldBe(KeyState.Disabled);
        account.Writes().ShouldBe(["TagResource"]);
    }

    private static Task<TestAccount> StartAsync(DateTimeOffset start) => TestAccount.StartAsync(new() { Start = start, Quotas = false });

    private static KeySeed Idle(Dictionary<string, string> tags) => new() { KeyState = "Disabled", CreatedAt = Now.AddDays(-400), Tags = tags };

    private static Composition Compose(TestAccount account) => account.Compose(FunctionKind.Sweep, "DELETION=enforce", "ROTATION=off");

    private static async Task<IReadOnlyList<Report.KeyReport>> SweepAsync(TestAccount account)
    {
        using var composition = Compose(account);
        return (await new SweepFunction(composition).HandleAsync(JsonElement.Parse("{}"), TestAccount.Context())).Keys;
    }
}
