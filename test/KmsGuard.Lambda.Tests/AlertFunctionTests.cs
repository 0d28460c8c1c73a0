using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using KmsGuard.Detect;
using KmsGuard.Sandbox.Kms;
using KmsGuard.Sandbox.Wire;

namespace KmsGuard.Lambda.Tests;

public class AlertFunctionTests
{
    private const string DisabledSince = "kmsguard:disabled-since";

    [Fact]
    public async Task A_disabled_key_is_told_of_with_attributes_to_filter_by()
    {
        await using var account = await TestAccount.StartAsync();
        var arn = account.Plant(new KeySeed { Aliases = ["alias/payments"], Tags = new Dictionary<string, string> { ["owner"] = "team-a" } });
        await account.Person.DisableKeyAsync(arn);
        var disabled = account.LastEvent;
        using var composition = account.Compose(FunctionKind.Alert);
        var context = TestAccount.Context();

        await new AlertFunction(composition).HandleAsync(disabled, context);

        var message = account.Sandbox.Sns.Messages.ShouldHaveSingleItem();
        message.TopicArn.ShouldBe(account.Topic);
        message.Publisher.ShouldStartWith($"arn:aws:sts::{TestAccount.Id}:assumed-role/kmsguard/");
        message.Subject.ShouldBe($"[HIGH] KMS key disabled: alias/payments in {TestAccount.Id} {TestAccount.Region}");
        message.Message.ShouldContain("owner=team-a");
        message.Message.ShouldContain($"aws kms enable-key --region {TestAccount.Region} --key-id {arn}");
        message.Attributes.ToDictionary(attribute => attribute.Key, attribute => attribute.Value.Value).ShouldBe(
            new Dictionary<string, string>
            {
                ["kind"] = "alert",
                ["severity"] = "HIGH",
                ["event"] = "DisableKey",
                ["account"] = TestAccount.Id,
                ["region"] = TestAccount.Region,
                ["keyArn"] = arn,
                ["principal"] = $"arn:aws:iam::{TestAccount.Id}:user/sandbox",
                ["eventId"] = disabled.GetProperty("detail").GetProperty("eventID").GetString()!,
            },
            ignoreOrder: true);
        TestAccount.LogOf(context).ShouldContain($"Event {disabled.GetProperty("id").GetString()} 'AWS API Call via CloudTrail' of {TestAccount.Id} {TestAccount.Region}: {message.Subject}");
    }

    [Fact]
    public async Task The_quarantine_of_a_disabled_key_begins_when_it_was_disabled()
    {
        await using var account = await TestAccount.StartAsync();
        var arn = account.Plant(new KeySeed());
        await account.Person.DisableKeyAsync(arn);
        var disabled = account.LastEvent;
        account.Sandbox.Clock.Advance(TimeSpan.FromHours(3));
        using var composition = account.Compose(FunctionKind.Alert);

        await new AlertFunction(composition).HandleAsync(disabled, TestAccount.Context());

        var tags = await account.Person.ListResourceTagsAsync(new() { KeyId = arn });
        tags.Tags.Single(tag => tag.TagKey == DisabledSince).TagValue.ShouldBe(disabled.GetProperty("time").GetString());
    }

    public static TheoryData<string> NoBusinessOfKmsGuard => new(
        "[]",
        "null",
        "5",
        "\"text\"",
        "{}",
        """{"source":"aws.kms"}""",
        """{"source":"aws.kms","detail":"text"}""",
        """{"source":"aws.kms","detail-type":"AWS API Call via CloudTrail","detail":{"eventName":"Encrypt"}}""",
        """{"source":"aws.s3","detail":{"eventName":"DisableKey"}}""",
        """{"source":"aws.kms","detail-type":"KMS CMK Rotation","detail":{"key-id":"1234abcd-12ab-34cd-56ef-1234567890ab"}}""",
        """{"id":5,"source":{"a":"aws.kms"},"detail":{"eventName":["DisableKey"]}}""");

    [Theory]
    [MemberData(nameof(NoBusinessOfKmsGuard))]
    public async Task What_is_no_business_of_KmsGuard_is_refused_in_the_log_and_ends_well(string json)
    {
        await using var account = await TestAccount.StartAsync();
        using var composition = account.Compose(FunctionKind.Alert);
        var context = TestAccount.Context();

        await new AlertFunction(composition).HandleAsync(JsonElement.Parse(json), context);

        account.Sandbox.Sns.Messages.ShouldBeEmpty();
        account.Sandbox.Calls.Snapshot().ShouldBeEmpty();
        TestAccount.LogOf(context).ShouldContain("Event refused, and not to be retried");
    }

    public static TheoryData<string, string> OddEnvelopes => new()
    {
        { "id", """{"a":1}""" },
        { "version", "7" },
        { "time", "\"yesterday\"" },
        { "resources", "\"none\"" },
        { "account", "111122223333" },
        { "detail-type", "null" },
    };

    [Theory]
    [MemberData(nameof(OddEnvelopes))]
    public async Task An_envelope_of_another_shape_stops_no_alert(string field, string value)
    {
        await using var account = await TestAccount.StartAsync();
        await account.Person.DisableKeyAsync(account.Plant(new KeySeed { Aliases = ["alias/payments"] }));
        var odd = JsonNode.Parse(account.LastEvent.GetRawText())!.AsObject();
        odd[field] = JsonNode.Parse(value);
        using var composition = account.Compose(FunctionKind.Alert);

        await new AlertFunction(composition).HandleAsync(JsonElement.Parse(odd.ToJsonString()), TestAccount.Context());

        account.Sandbox.Sns.Messages.ShouldHaveSingleItem().Subject!.ShouldContain("key disabled: alias/payments");
    }

    [Fact]
    public async Task A_notice_that_SNS_refuses_is_an_error_and_the_next_delivery_publishes_it()
    {
        await using var account = await TestAccount.StartAsync();
        await account.Person.DisableKeyAsync(account.Plant(new KeySeed()));
        var disabled = account.LastEvent;
        using var composition = account.Compose(FunctionKind.Alert);
        var function = new AlertFunction(composition);
        account.Sandbox.Sns.Refuse = _ => new AwsException("AuthorizationError", "Not allowed", HttpStatusCode.Forbidden);

        var refused = await Should.ThrowAsync<FailureException>(() => function.HandleAsync(disabled, TestAccount.Context()));
        account.Sandbox.Sns.Refuse = null;
        await function.HandleAsync(disabled, TestAccount.Context());

        refused.Failure.Code.ShouldBe("AuthorizationError");
        account.Sandbox.Sns.Messages.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_key_that_the_function_may_not_read_is_told_of_all_the_same()
    {
        await using var account = await TestAccount.StartAsync();
        var arn = account.Plant(new KeySeed
        {
            Policy = $$"""
                {"Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::{{TestAccount.Id}}:root"},"Action":"kms:*"},
                {"Effect":"Deny","Principal":{"AWS":"{{TestAccount.Role}}"},"Action":"kms:*"}]}
                """,
        });
        await account.Person.DisableKeyAsync(arn);
        using var composition = account.Compose(FunctionKind.Alert);

        await new AlertFunction(composition).HandleAsync(account.LastEvent, TestAccount.Context());

        var message = account.Sandbox.Sns.Messages.ShouldHaveSingleItem();
        message.Subject!.ShouldStartWith("[HIGH] KMS key disabled");
        message.Message.ShouldContain("could not be read: DescribeKey: AccessDeniedException");
        message.Message.ShouldContain($"--key-id {arn}");
    }

    [Fact]
    public async Task An_invocation_without_any_time_left_fails_so_that_Lambda_delivers_again()
    {
        await using var account = await TestAccount.StartAsync();
        await account.Person.DisableKeyAsync(account.Plant(new KeySeed()));
        using var composition = account.Compose(FunctionKind.Alert);
        var context = TestAccount.Context();
        context.RemainingTime = TimeSpan.Zero;

        await Should.ThrowAsync<TimeoutException>(() => new AlertFunction(composition).HandleAsync(account.LastEvent, context));

        account.Sandbox.Sns.Messages.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_one_of_KmsGuards_own_roles_did_is_marked_as_that()
    {
        await using var account = await TestAccount.StartAsync();
        var arn = account.Plant(new KeySeed { KeyState = "Disabled", Aliases = ["alias/old"] });
        using var sweep = account.Compose(FunctionKind.Sweep, "DELETION=enforce", "DISABLED_DAYS=0", "IDLE_DAYS=0");
        await new SweepFunction(sweep).HandleAsync(JsonElement.Parse("{}"), TestAccount.Context());
        using var alert = account.Compose(FunctionKind.Alert, "OWN_ROLES=arn:aws:iam::*:role/kmsguard", "MESSAGE_FORMAT=json");

        await new AlertFunction(alert).HandleAsync(account.LastEvent, TestAccount.Context());

        var message = JsonNode.Parse(account.Sandbox.Sns.Messages[^1].Message)!;
        message["event"]!.GetValue<string>().ShouldBe("ScheduleKeyDeletion");
        message["keyArn"]!.GetValue<string>().ShouldBe(arn);
        message["byKmsGuard"]!.GetValue<bool>().ShouldBeTrue();
        message["severity"]!.GetValue<string>().ShouldBe("MEDIUM");
    }
}
