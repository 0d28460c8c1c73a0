using System.Text.Json;
using Amazon.KeyManagementService.Model;
using KmsGuard.Detect;
using KmsGuard.Sandbox.Kms;
using static KmsGuard.Lambda.Tests.RescueScene;
using KeyState = KmsGuard.Detect.KeyState;

namespace KmsGuard.Lambda.Tests;

/// <summary>What a rescue does over the wire, and what people are told of it.</summary>
[Trait("Proof", "attacks")]
public class RescueTests
{
    [Theory]
    [InlineData("unapproved", 1)]
    [InlineData("both", 1)]
    [InlineData("on-use", 0)]
    [InlineData("off", 0)]
    public async Task A_deletion_that_a_stranger_schedules_is_cancelled_and_the_key_is_held(string mode, int rescues)
    {
        await using var account = await TestAccount.StartAsync();
        var arn = account.Plant(new KeySeed { Aliases = ["alias/ledger"] });
        var scheduled = await ScheduleAsync(account, account.Person, arn);
        using var composition = Compose(account, mode);
        var metrics = MetricLines.Of(composition);

        await new AlertFunction(composition).HandleAsync(scheduled, TestAccount.Context());

        var notice = account.Sandbox.Sns.Messages.ShouldHaveSingleItem();
        account.Writes().ShouldBe(rescues == 1 ? ["CancelKeyDeletion", "TagResource"] : []);
        metrics.Sum("Rescued").ShouldBe(rescues == 1 ? 1 : null);
        if (rescues == 1)
        {
            (await StateAsync(account, arn)).ShouldBe(KeyState.Disabled);
            (await HoldAsync(account, arn)).ShouldEndWith($"Z by kmsguard rescue 1: unapproved ScheduleKeyDeletion by arn:aws:iam::{TestAccount.Id}:user/sandbox");
            notice.Subject.ShouldBe($"[CRITICAL] KMS key deletion scheduled, rescued: alias/ledger in {TestAccount.Id} {TestAccount.Region}");
            notice.Message.ShouldContain("Rescue    done, by rule unapproved: the deletion is cancelled and the key is held, as rescue 1 of 3");
            notice.Message.ShouldContain("State     Disabled");
            notice.Message.ShouldNotContain("Deadline");
            notice.Message.ShouldContain($"kmsguard release {arn} --reason TEXT");
            notice.Message.ShouldContain($"kmsguard rollback {arn} --re-enable");
        }
    }

    [Fact]
    public async Task A_deletion_that_an_approved_role_schedules_is_told_and_left()
    {
        await using var account = await TestAccount.StartAsync();
        var arn = account.Plant(new KeySeed());
        using var admin = account.As(Admin, "ann");
        var scheduled = await ScheduleAsync(account, admin, arn);
        using var composition = Compose(account, "both");

        await new AlertFunction(composition).HandleAsync(scheduled, TestAccount.Context());

        account.Sandbox.Sns.Messages.ShouldHaveSingleItem().Message.ShouldContain($"aws kms cancel-key-deletion --region {TestAccount.Region} --key-id {arn}");
        (await StateAsync(account, arn)).ShouldBe(KeyState.PendingDeletion);
        account.Writes().ShouldBe(["ScheduleKeyDeletion"]);
    }

    [Fact]
    public async Task Somebody_who_needs_a_key_has_its_approved_deletion_cancelled()
    {
        await using var account = await TestAccount.StartAsync();
        var arn = account.Plant(new KeySeed());
        using var admin = account.As(Admin, "ann");
        await ScheduleAsync(account, admin, arn);
        using var composition = Compose(account, "on-use");

        var used = await UseAsync(account, arn);
        await new AlertFunction(composition).HandleAsync(used, TestAccount.Context());

        (await StateAsync(account, arn)).ShouldBe(KeyState.Disabled);
        (await HoldAsync(account, arn)).ShouldEndWith($"by kmsguard rescue 1: on-use Encrypt by {App}");
        account.Sandbox.Sns.Messages.ShouldHaveSingleItem().Subject!.ShouldContain("Encrypt on a doomed key, rescued");
    }

    [Fact]
    public async Task A_key_whose_deletion_is_cancelled_already_is_left_alone()
    {
        await using var account = await TestAccount.StartAsync();
        var arn = account.Plant(new KeySeed());
        var scheduled = await ScheduleAsync(account, account.Person, arn);
        await account.Person.CancelKeyDeletionAsync(arn);
        using var composition = Compose(account, "both");

        await new AlertFunction(composition).HandleAsync(scheduled, TestAccount.Context());

        account.Writes().ShouldBeEmpty();
        account.Sandbox.Sns.Messages.ShouldHaveSingleItem().Message.ShouldNotContain("escue");
    }

    [Fact]
    public async Task Its_own_echo_and_its_own_refused_calls_lead_to_nothing()
    {
        await using var account = await TestAccount.StartAsync();
        var arn = account.Plant(new KeySeed());
        var scheduled = await ScheduleAsync(account, account.Person, arn);
        using var composition = Compose(account, "both");
        var function = new AlertFunction(composition);
        var from = account.Sandbox.Events.Emitted.Count;
        await function.HandleAsync(scheduled, TestAccount.Context());
        using (var own = account.As(TestAccount.Role))
        {
            // As after a sweep, or when somebody schedules between the cancel and the tag.
            await own.ScheduleKeyDeletionAsync(arn, 7);
            await Should.ThrowAsync<KMSInvalidStateException>(() => own.TagResourceAsync(new() { KeyId = arn, Tags = [new() { TagKey = "a", TagValue = "b" }] }));
            await Should.ThrowAsync<KMSInvalidStateException>(() => own.EncryptAsync(new() { KeyId = arn, Plaintext = new MemoryStream([1]) }));
        }

        var writes = account.Writes().Count();
        foreach (var echo in account.Sandbox.Events.Emitted.Skip(from).ToList())
        {
            await function.HandleAsync(JsonElement.Parse(echo.Json), TestAccount.Context());
        }

        account.Writes().Count().ShouldBe(writes);
        (await StateAsync(account, arn)).ShouldBe(KeyState.PendingDeletion);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Two_schedulers_that_fight_over_a_key_end_with_a_person_whatever_the_environment_remembers(bool sameEnvironment)
    {
        await using var account = await TestAccount.StartAsync();
        var arn = account.Plant(new KeySeed { Tags = new Dictionary<string, string> { [KeyTags.Hold] = "ask ann" } });
        using var first = Compose(account, "unapproved");

        for (var night = 0; night < 10; night++)
        {
            if (await StateAsync(account, arn) != KeyState.PendingDeletion)
            {
                account.Sandbox.Clock.Advance(TimeSpan.FromDays(1));
                var scheduled = await ScheduleAsync(account, account.Person, arn);
                using var another = Compose(account, "unapproved");
                await new AlertFunction(sameEnvironment ? first : another).HandleAsync(scheduled, TestAccount.Context());
            }
        }

        account.Writes().Count(operation => operation == "CancelKeyDeletion").ShouldBe(3);
        (await HoldAsync(account, arn)).ShouldContain("by kmsguard rescue 3: unapproved");
        account.Sandbox.Sns.Messages.Count.ShouldBe(4);
        var last = account.Sandbox.Sns.Messages[^1];
        last.Subject!.ShouldStartWith("[CRITICAL] KMS key deletion scheduled, NOT RESCUED: ");
        last.Message.ShouldContain("Rescue    withheld, by rule unapproved: it was rescued 3 times");
        last.Message.ShouldContain("Deadline  ");
        last.Message.ShouldContain("7 days left");
        last.Message.ShouldContain($"kmsguard rollback {arn} --re-enable");
    }

    [Fact]
    public async Task A_hold_that_somebody_else_has_set_is_kept_in_the_words_of_the_new_one()
    {
        await using var account = await TestAccount.StartAsync();
        var arn = account.Plant(new KeySeed { Tags = new Dictionary<string, string> { [KeyTags.Hold] = "ask ann" } });
        var scheduled = await ScheduleAsync(account, account.Person, arn);
        using var composition = Compose(account, "unapproved");

        await new AlertFunction(composition).HandleAsync(scheduled, TestAccount.Context());

        (await HoldAsync(account, arn)).ShouldEndWith("user/sandbox - held before: ask ann");
    }

    [Fact]
    public async Task An_event_that_comes_again_rescues_once_and_not_from_a_later_decision()
    {
        await using var account = await TestAccount.StartAsync();
        var arn = account.Plant(new KeySeed());
        var scheduled = await ScheduleAsync(account, account.Person, arn);
        account.Sandbox.Clock.Advance(TimeSpan.FromMinutes(1));
        using var composition = Compose(account, "both");
        await new AlertFunction(composition).HandleAsync(scheduled, TestAccount.Context());
        using var elsewhere = Compose(account, "both");

        await new AlertFunction(composition).HandleAsync(scheduled, TestAccount.Context());
        await new AlertFunction(elsewhere).HandleAsync(scheduled, TestAccount.Context());

        account.Writes().ShouldBe(["CancelKeyDeletion", "TagResource"]);
        account.Sandbox.Sns.Messages.Count.ShouldBe(2);
        account.Sandbox.Sns.Messages[1].Message.ShouldContain("Rescue    done-before, by rule unapproved: it was rescued at ");
        using var admin = account.As(Admin, "ann");
        await ScheduleAsync(account, admin, arn);
        await new AlertFunction(elsewhere).HandleAsync(scheduled, TestAccount.Context());
        (await StateAsync(account, arn)).ShouldBe(KeyState.PendingDeletion);
    }
}
