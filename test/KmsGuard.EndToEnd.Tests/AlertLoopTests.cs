using System.Text.Json;
using Amazon.KeyManagementService;
using Amazon.KeyManagementService.Model;
using KmsGuard.Sandbox;
using KmsGuard.Sandbox.Kms;
using KmsGuard.Sandbox.Wire;

namespace KmsGuard.EndToEnd.Tests;

/// <summary>Person, event, rule, Runtime API, function and back: what the deployed function leaves behind.</summary>
[Collection(PublishedFunctionTests.Name)]
public class AlertLoopTests(PublishedFunction published)
{
    private const string Region = "us-east-1";
    private const string DisabledSince = "kmsguard:disabled-since";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    [Fact]
    public async Task Metrics_are_lines_of_their_own_that_are_JSON_from_the_first_character()
    {
        await using var sandbox = await AwsSandbox.StartAsync();
        await using var function = await RunningFunction.StartAsync(published, sandbox, "alert");
        function.ListenTo(sandbox);
        using var person = Person.In(sandbox);

        await person.DisableKeyAsync(sandbox.Kms.Seed(RunningFunction.Account, Region, new KeySeed()));
        await sandbox.Events.IdleAsync().WaitAsync(Patience);
        (await function.InvokeAsync("{}")).Error.ShouldBeNull();
        (await function.InvokeAsync(sandbox.Events.Emitted.First(one => one.Json.Contains("DisableKey", StringComparison.Ordinal)).Json)).Error.ShouldBeNull();

        var lines = await MetricsAsync(function, 3);
        lines.Select(line => line.GetProperty("Function").GetString()).ShouldAllBe(name => name == "alert");
        var told = lines.Single(line => line.TryGetProperty("Alerts", out _));
        told.GetProperty("Alerts").GetInt32().ShouldBe(1);
        told.GetProperty("Kind").GetString().ShouldBe("key-disabled");
        told.GetProperty("Severity").GetString().ShouldBe("HIGH");
        told.GetProperty("EnrichmentFailures").GetInt32().ShouldBe(0);
        told.GetProperty("SecondsToPublish").GetDouble().ShouldBeInRange(0, Patience.TotalSeconds);
        lines.Single(line => line.TryGetProperty("RefusedEvents", out _)).GetProperty("RefusedEvents").GetInt32().ShouldBe(1);
        lines.Single(line => line.TryGetProperty("LeftOut", out _)).GetProperty("LeftOut").GetInt32().ShouldBe(1);
        foreach (var directive in lines.Select(line => line.GetProperty("_aws").GetProperty("CloudWatchMetrics")[0]))
        {
            directive.GetProperty("Namespace").GetString().ShouldBe("KmsGuard");
        }
    }

    [Fact]
    public async Task A_key_is_marked_when_it_is_disabled_and_no_longer_when_it_is_enabled()
    {
        await using var sandbox = await AwsSandbox.StartAsync();
        var arn = sandbox.Kms.Seed(RunningFunction.Account, Region, new KeySeed());
        await using var function = await RunningFunction.StartAsync(published, sandbox, "alert");
        function.ListenTo(sandbox);
        using var person = Person.In(sandbox);

        await person.DisableKeyAsync(arn);
        await sandbox.Events.IdleAsync().WaitAsync(Patience);
        var marked = await TagsAsync(person, arn);
        await person.EnableKeyAsync(arn);
        await sandbox.Events.IdleAsync().WaitAsync(Patience);

        var disabled = sandbox.Events.Emitted.Select(one => JsonElement.Parse(one.Json).GetProperty("detail"))
            .Single(detail => detail.GetProperty("eventName").GetString() == "DisableKey");
        marked.ShouldHaveSingleItem().ShouldBe((DisabledSince, disabled.GetProperty("eventTime").GetString()!));
        (await TagsAsync(person, arn)).ShouldBeEmpty();
        sandbox.Sns.Messages.Select(notice => notice.Attributes["event"].Value).ShouldBe(["DisableKey", "EnableKey"]);
        sandbox.Events.DeadLetters.ShouldBeEmpty();
    }

    [Fact]
    public async Task Somebody_who_needs_a_key_that_is_to_be_deleted_is_named_with_the_days_left()
    {
        await using var sandbox = await AwsSandbox.StartAsync();
        var arn = sandbox.Kms.Seed(RunningFunction.Account, Region, new KeySeed { Aliases = ["alias/ledger"] });
        await using var function = await RunningFunction.StartAsync(published, sandbox, "alert");
        function.ListenTo(sandbox);
        using var person = Person.In(sandbox);
        await person.ScheduleKeyDeletionAsync(arn, 10);

        for (var call = 0; call < 5; call++)
        {
            await Should.ThrowAsync<KMSInvalidStateException>(() => person.GenerateDataKeyAsync(new GenerateDataKeyRequest { KeyId = arn, KeySpec = "AES_256" }));
        }

        await sandbox.Events.IdleAsync().WaitAsync(Patience);

        sandbox.Sns.Messages.Count.ShouldBe(2);
        var notice = sandbox.Sns.Messages[1];
        notice.Subject.ShouldBe($"[CRITICAL] KMS GenerateDataKey on a doomed key: alias/ledger in {RunningFunction.Account} {Region}");
        notice.Attributes["event"].Value.ShouldBe("GenerateDataKey");
        notice.Attributes["keyArn"].Value.ShouldBe(arn);
        notice.Message.ShouldContain($"arn:aws:iam::{RunningFunction.Account}:user/sandbox");
        notice.Message.ShouldContain("10 days left");
        notice.Message.ShouldContain($"aws kms cancel-key-deletion --region {Region} --key-id {arn}");
        (await MetricsAsync(function, 6)).Count(line => line.TryGetProperty("LeftOut", out _)).ShouldBe(4);
        sandbox.Events.DeadLetters.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_the_topic_refuses_throughout_is_kept_and_can_be_delivered_later()
    {
        await using var sandbox = await AwsSandbox.StartAsync();
        await using var function = await RunningFunction.StartAsync(published, sandbox, "alert");
        function.ListenTo(sandbox);
        sandbox.Sns.Refuse = _ => new AwsException("KMSInvalidState", "The topic's key is pending deletion.");
        using var person = Person.In(sandbox);

        await person.DisableKeyAsync(sandbox.Kms.Seed(RunningFunction.Account, Region, new KeySeed()));
        await sandbox.Events.IdleAsync().WaitAsync(Patience);

        sandbox.Sns.Messages.ShouldBeEmpty();
        var kept = sandbox.Events.DeadLetters.ShouldHaveSingleItem();
        kept.Error.Message.ShouldContain("KMSInvalidState");
        (await MetricsAsync(function, 3)).Sum(line => line.GetProperty("TopicKeyUnusable").GetInt32()).ShouldBe(3);
        (await function.LinesAsync("NOBODY IS TOLD", 3)).Count.ShouldBe(3);
        sandbox.Sns.Refuse = null;
        (await function.InvokeAsync(kept.Json)).Error.ShouldBeNull();
        sandbox.Sns.Messages.ShouldHaveSingleItem().Attributes["event"].Value.ShouldBe("DisableKey");
    }

    private static async Task<List<JsonElement>> MetricsAsync(RunningFunction function, int count)
    {
        var lines = await function.LinesAsync("CloudWatchMetrics", count);
        lines.ShouldAllBe(line => line.StartsWith("{\"_aws\":", StringComparison.Ordinal));
        return [.. lines.Select(line => JsonElement.Parse(line))];
    }

    private static async Task<List<(string Key, string Value)>> TagsAsync(AmazonKeyManagementServiceClient person, string arn) =>
        [.. ((await person.ListResourceTagsAsync(new ListResourceTagsRequest { KeyId = arn })).Tags ?? []).Select(tag => (tag.TagKey, tag.TagValue))];
}
