using System.Text.Json.Nodes;

namespace KmsGuard.Cli.Tests;

public sealed class AlertCommandTests : CommandTest
{
    public static TheoryData<string, string> Foreign => new()
    {
        { "", "is not JSON" },
        { "{", "is not JSON" },
        { "not json", "is not JSON" },
        { "[]", "no EventBridge event" },
        { "{}", "no EventBridge event" },
        { """{"source":"aws.s3","detail":{}}""", "aws.s3" },
        { """{"source":"aws.kms","detail":{"eventName":"DescribeKey"}}""", "'DescribeKey'" },
        { """{"source":"aws.kms","detail":{"eventName":"\u001b[2J\u202eGenerateMac"}}""", "GenerateMac" },
    };

    [Theory]
    [MemberData(nameof(Foreign))]
    public async Task An_event_that_is_none_of_KmsGuards_is_refused(string json, string expected)
    {
        var file = await Fixture.RunAsync("alert", Fixture.Write(json));
        var input = await CommandFixture.RunAtAsync(Fixture.Sandbox.Endpoint, json, "alert", "-", "--region", "us-east-1");

        file.ShouldBeRefused().ShouldContain(expected);
        input.ShouldBeRefused().ShouldContain(expected);
        input.Error.ShouldNotContain("\e");
        Fixture.Sandbox.Calls.Snapshot().ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_larger_than_any_event_is_refused()
    {
        var answer = await Fixture.RunAsync("alert", Fixture.Write($"{{\"a\":\"{new string('x', 1024 * 1024)}\"}}"));

        answer.ShouldBeRefused().ShouldContain("larger");
    }

    [Fact]
    public async Task Without_a_topic_the_alert_is_printed_and_nothing_is_written()
    {
        var (arn, json) = await DisableAsync();
        var before = Fixture.Sandbox.Calls.Snapshot().Count;

        var answer = await Fixture.RunAsync("alert", Fixture.Write(json));

        answer.ExitCode.ShouldBe(0, answer.Error);
        answer.Output.ShouldStartWith("Subject: [HIGH] KMS key disabled: alias/orders in 111122223333 us-east-1\n");
        answer.Output.ShouldContain($"kmsguard rollback {arn} --re-enable");
        Fixture.Writes(before).ShouldBeEmpty();
        Fixture.Sandbox.Sns.Messages.ShouldBeEmpty();
    }

    [Fact]
    public async Task It_is_printed_as_JSON_too_and_read_from_standard_input()
    {
        var (arn, json) = await DisableAsync();

        var answer = await CommandFixture.RunAtAsync(Fixture.Sandbox.Endpoint, json, "alert", "-", "--output", "json", "--region", "eu-west-1");

        answer.ExitCode.ShouldBe(0, answer.Error);
        answer.Json.GetProperty("kind").GetString().ShouldBe("key-disabled");
        answer.Json.GetProperty("keyArn").GetString().ShouldBe(arn);
        answer.Json.GetProperty("state").GetString().ShouldBe("Disabled");
    }

    [Fact]
    public async Task With_a_topic_it_is_published_and_the_quarantine_begins()
    {
        var (_, json) = await DisableAsync();
        var topic = Fixture.Sandbox.Sns.CreateTopic(CommandFixture.Account, "us-east-1", "notices");
        var before = Fixture.Sandbox.Calls.Snapshot().Count;

        var answer = await Fixture.RunAsync("alert", Fixture.Write(json), "--topic-arn", topic, "--output", "json");

        answer.ExitCode.ShouldBe(0, answer.Error);
        var message = Fixture.Sandbox.Sns.Messages.ShouldHaveSingleItem();
        message.Message.ShouldStartWith("KMS key disabled");
        Fixture.Writes(before).Select(call => call.Operation).ShouldBe(["Publish", "TagResource"]);
    }

    [Fact]
    public async Task A_topic_that_does_not_take_it_is_trouble()
    {
        var (_, json) = await DisableAsync();

        var answer = await Fixture.RunAsync("alert", Fixture.Write(json), "--topic-arn", $"arn:aws:sns:us-east-1:{CommandFixture.Account}:nothing");

        answer.ExitCode.ShouldBe(1);
        answer.Error.ShouldContain("Topic does not exist");
    }

    [Fact]
    public async Task An_alert_on_a_key_that_cannot_be_read_is_still_an_alert()
    {
        var (_, json) = await DisableAsync();

        var answer = await CommandFixture.RunAtAsync(new("http://127.0.0.1:9"), json, "alert", "-", "--region", "us-east-1");

        answer.ExitCode.ShouldBe(1);
        answer.Output.ShouldStartWith("Subject: [HIGH] KMS key disabled");
        answer.Output.ShouldContain("could not be read");
    }

    /// <summary>A key that was disabled, and the event of it.</summary>
    private async Task<(string Arn, string Json)> DisableAsync()
    {
        var arn = Fixture.Seed("us-east-1", new() { Aliases = ["alias/orders"] });
        using var kms = Fixture.Kms();
        await kms.DisableKeyAsync(arn);
        return (arn, Fixture.Sandbox.Events.Emitted.Select(emitted => emitted.Json)
            .Last(json => JsonNode.Parse(json)!["detail"]!["eventName"]?.ToString() == "DisableKey"));
    }
}
