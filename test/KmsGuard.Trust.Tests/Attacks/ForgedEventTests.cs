using System.Text.Json;
using KmsGuard.Detect;
using KmsGuard.Lambda;
using KmsGuard.Lambda.Tests;
using KmsGuard.Sandbox.Kms;
using static KmsGuard.Trust.Tests.Attacks.AttackScene;

namespace KmsGuard.Trust.Tests.Attacks;

/// <summary>Events that somebody made up. An event is a hint: what it says is told, and nothing is done that the key does not bear out.</summary>
[Trait("Proof", "attacks")]
public sealed class ForgedEventTests
{
    private const string Other = "99999999-12ab-34cd-56ef-1234567890ab";

    [Theory]
    [InlineData("\"custom.app\"")]
    [InlineData("\"aws.kms \"")]
    [InlineData("\"AWS.KMS\"")]
    [InlineData("\"aws.kms.evil\"")]
    [InlineData("[\"aws.kms\"]")]
    [InlineData("null")]
    public async Task An_event_of_another_source_is_refused_whatever_its_detail_type_says(string source)
    {
        await using var account = await StartAsync();
        await account.Person.DisableKeyAsync(account.Plant(new KeySeed()));
        using var composition = account.Compose(FunctionKind.Alert);
        var calls = account.Sandbox.Calls.Snapshot().Count;

        var log = await AlertAsync(composition, Forge(account.LastEvent, ("source", source)));

        account.Sandbox.Sns.Messages.ShouldBeEmpty();
        account.Sandbox.Calls.Snapshot().Count.ShouldBe(calls);
        log.ShouldContain("Event refused");
    }

    [Theory]
    [InlineData("ScheduleKeyDeletion")]
    [InlineData("DisableKey")]
    [InlineData("Decrypt")]
    public async Task An_event_about_a_state_that_the_key_is_not_in_is_told_and_changes_nothing(string name)
    {
        await using var account = await StartAsync();
        var arn = account.Plant(new KeySeed());
        using var composition = RescueScene.Compose(account, "both");
        var happened = Forge(
            await DisableAndEnableAsync(account, arn),
            ("detail.eventName", $"\"{name}\""),
            ("detail.errorMessage", name == "Decrypt" ? $"\"{arn} is pending deletion.\"" : "null"));

        await AlertAsync(composition, happened);

        account.Sandbox.Sns.Messages.ShouldHaveSingleItem().Message.ShouldMatch("State +Enabled");
        account.Writes().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("\"1970-01-01T00:00:00Z\"")]
    [InlineData("\"0001-01-01T00:00:00+14:00\"")]
    [InlineData("\"9999-12-31T23:59:59-14:00\"")]
    [InlineData("\"12:00\"")]
    [InlineData("\"1448-06-02T00:00:00Z\"")]
    [InlineData("253402300799")]
    [InlineData("null")]
    public async Task An_absurd_time_shortens_no_quarantine(string time)
    {
        await using var account = await StartAsync();
        var arn = account.Plant(new KeySeed());
        await account.Person.DisableKeyAsync(arn);
        using var composition = account.Compose(FunctionKind.Alert);
        var before = account.Sandbox.Clock.GetUtcNow();

        await AlertAsync(composition, Forge(account.LastEvent, ("time", time), ("detail.eventTime", time)));

        account.Sandbox.Sns.Messages.ShouldHaveSingleItem();
        var mark = (await account.Person.ListResourceTagsAsync(new() { KeyId = arn })).Tags.Single(tag => tag.TagKey == KeyTags.DisabledSince).TagValue;
        DateTimeOffset.Parse(mark, System.Globalization.CultureInfo.InvariantCulture).ShouldBeInRange(before.AddMinutes(-1), account.Sandbox.Clock.GetUtcNow());
    }

    [Fact]
    public async Task Of_two_keys_that_an_event_names_the_one_of_AWS_counts_and_the_other_is_left_alone()
    {
        await using var account = await StartAsync();
        var named = account.Plant(new KeySeed());
        var typed = account.Plant(new KeySeed { KeyState = "Disabled" });
        await account.Person.DisableKeyAsync(named);
        using var composition = account.Compose(FunctionKind.Alert);

        await AlertAsync(composition, Forge(account.LastEvent, ("detail.requestParameters.keyId", $"\"{typed}\"")));

        account.Sandbox.Sns.Messages.ShouldHaveSingleItem().Attributes["keyArn"].Value.ShouldBe(named);
        (await account.Person.ListResourceTagsAsync(new() { KeyId = typed })).Tags.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_event_about_a_key_of_an_account_that_lets_nobody_in_is_told_and_nothing_is_read_there()
    {
        await using var account = await StartAsync();
        var foreign = account.Sandbox.Kms.Seed(Foreign, TestAccount.Region, new KeySeed { KeyState = "PendingDeletion" });
        account.Sandbox.Sts.DenyAssume($"arn:aws:iam::{Foreign}:role/{MemberRole}");
        using var composition = account.Compose(FunctionKind.Alert, $"ROLE_NAME={MemberRole}", "RESCUE=on-use");

        await AlertAsync(composition, await UseOfAsync(account, foreign));

        var notice = account.Sandbox.Sns.Messages.ShouldHaveSingleItem();
        notice.Message.ShouldContain("could not be read");
        notice.Subject!.ShouldContain("NOT RESCUED");
        Foreigners(account).ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_a_member_role_no_event_leads_into_another_account()
    {
        await using var account = await StartAsync();
        var foreign = account.Sandbox.Kms.Seed(Foreign, TestAccount.Region, new KeySeed { KeyState = "PendingDeletion" });
        using var composition = account.Compose(FunctionKind.Alert, "RESCUE=on-use");

        await AlertAsync(composition, await UseOfAsync(account, foreign));

        account.Sandbox.Sns.Messages.ShouldHaveSingleItem();
        account.Sandbox.Calls.Snapshot().ShouldNotContain(call => call.Operation == "AssumeRole");
        Foreigners(account).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("arn:aws-cn:kms:us-east-1:111122223333:key/")]
    [InlineData("arn:aws-us-gov:kms:us-east-1:111122223333:key/")]
    public async Task An_ARN_of_another_partition_is_not_taken_for_the_key_of_the_same_id(string prefix)
    {
        await using var account = await StartAsync();
        var arn = account.Plant(new KeySeed { KeyState = "PendingDeletion" });
        using var composition = account.Compose(FunctionKind.Alert, "RESCUE=on-use");
        var forged = $"\"{prefix}{KeyArn.Parse(arn).KeyId}\"";

        await AlertAsync(composition, Forge(await UseOfAsync(account, arn), ("detail.resources", $"[{{\"ARN\":{forged}}}]"), ("detail.requestParameters.keyId", forged)));

        account.Sandbox.Sns.Messages.ShouldHaveSingleItem();
        account.Writes().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("\"eu-west-1\"")]
    [InlineData("\"us-east-1.evil.example\"")]
    [InlineData("\"../../x\"")]
    [InlineData("\"localhost:1/\"")]
    public async Task A_Region_that_is_made_up_sends_no_call_to_another_host(string region)
    {
        await using var account = await StartAsync();
        await account.Person.DisableKeyAsync(account.Plant(new KeySeed()));
        using var composition = account.Compose(FunctionKind.Alert);
        var happened = Forge(account.LastEvent, ("region", region), ("detail.awsRegion", region), ("detail.resources", "[]"), ("resources", "[]"),
            ("detail.responseElements", "null"), ("detail.requestParameters.keyId", $"\"{Other}\""));

        await AlertAsync(composition, happened);

        account.Sandbox.Sns.Messages.ShouldHaveSingleItem();
        account.Writes().ShouldBeEmpty();
    }

    // A use of a doomed key as CloudTrail tells it, made from the event of another call.
    private static async Task<JsonElement> UseOfAsync(TestAccount account, string arn)
    {
        await account.Person.DisableKeyAsync(account.Plant(new KeySeed()));
        return Forge(
            account.LastEvent,
            ("detail.eventName", "\"Decrypt\""),
            ("detail.errorCode", "\"KMSInvalidStateException\""),
            ("detail.errorMessage", $"\"{arn} is pending deletion.\""),
            ("detail.requestParameters.keyId", $"\"{arn}\""),
            ("detail.responseElements", "null"),
            ("detail.resources", $"[{{\"ARN\":\"{arn}\"}}]"));
    }

    private static IEnumerable<string> Foreigners(TestAccount account) =>
        account.Sandbox.Calls.Snapshot().Where(call => call.CallerArn.Contains(Foreign, StringComparison.Ordinal)).Select(call => call.Operation);
}
