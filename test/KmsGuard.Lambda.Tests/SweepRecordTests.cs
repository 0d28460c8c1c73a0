using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using KmsGuard.Sandbox.Kms;

namespace KmsGuard.Lambda.Tests;

/// <summary>What a sweep leaves behind besides its answer: decisions, metrics, and a notice when there is something to tell.</summary>
public class SweepRecordTests
{
    [Fact]
    public async Task Every_key_listed_is_one_decision_in_the_log_under_the_run_s_id()
    {
        await using var account = await TestAccount.StartAsync();
        var planted = new[]
        {
            account.Plant(new KeySeed()), account.Plant(new KeySeed { RotationPeriodInDays = 365 }), account.Plant(new KeySeed { KeyState = "Disabled" }),
            account.Plant(new KeySeed { KeyManager = "AWS", Aliases = ["alias/aws/s3"] }), account.Plant(new KeySeed { KeySpec = "RSA_2048" }),
        };
        using var composition = account.Compose(FunctionKind.Sweep, "ROTATION=enforce");
        var lines = new ConcurrentQueue<string>();
        composition.Decisions = lines.Enqueue;

        var report = await new SweepFunction(composition).HandleAsync(JsonElement.Parse("{}"), TestAccount.Context());

        var decisions = lines.Select(line => JsonNode.Parse(line)!).ToDictionary(line => line["key"]!.GetValue<string>());
        decisions.Keys.ShouldBe(planted, ignoreOrder: true);
        planted.Select(key => decisions[key]["outcome"]!.GetValue<string>()).ShouldBe(["changed", "compliant", "held", "aws-managed", "ineligible"]);
        decisions.Values.ShouldAllBe(line => line["event"]!.GetValue<string>() == "decision" && line["runId"]!.GetValue<string>() == report.RunId
            && line["account"]!.GetValue<string>() == TestAccount.Id && line["region"]!.GetValue<string>() == TestAccount.Region);
        decisions[planted[2]]["reasons"]!.AsArray().Select(reason => reason!.GetValue<string>()).ShouldContain("not-marked");
    }

    [Fact]
    public async Task A_run_is_measured_even_when_nobody_can_be_told_of_it()
    {
        await using var account = await TestAccount.StartAsync();
        account.Plant(new KeySeed());
        using var composition = account.Compose(FunctionKind.Sweep);
        var metrics = MetricLines.Of(composition);
        account.Sandbox.Sns.Refuse = _ => new("NotFound", "Topic does not exist", System.Net.HttpStatusCode.NotFound);

        await Should.ThrowAsync<InvalidOperationException>(
            () => new SweepFunction(composition).HandleAsync(JsonElement.Parse("{}"), TestAccount.Context()));

        metrics.Sum("KeysListed").ShouldBe(1);
        metrics.Sum("Keys").ShouldBe(1);
        metrics.Sum("RegionsFailed").ShouldBe(0);
    }

    [Theory]
    [InlineData("due", 0)]
    [InlineData("always", 1)]
    public async Task A_night_on_which_nothing_happened_is_told_only_when_that_is_asked_for(string notice, int messages)
    {
        await using var account = await TestAccount.StartAsync();
        account.Plant(new KeySeed { RotationPeriodInDays = 90 });
        using var composition = account.Compose(FunctionKind.Sweep, $"NOTICE={notice}");

        await new SweepFunction(composition).HandleAsync(JsonElement.Parse("{}"), TestAccount.Context());

        account.Sandbox.Sns.Messages.Count.ShouldBe(messages);
    }

    [Fact]
    public async Task A_pending_deletion_is_told_every_night_until_the_key_is_saved()
    {
        await using var account = await TestAccount.StartAsync();
        var key = account.Plant(new KeySeed { RotationPeriodInDays = 90 });
        await account.Person.ScheduleKeyDeletionAsync(key, 9);
        using var composition = account.Compose(FunctionKind.Sweep);
        var function = new SweepFunction(composition);

        for (var night = 0; night < 3; night++)
        {
            await function.HandleAsync(JsonElement.Parse("{}"), TestAccount.Context());
            account.Sandbox.Clock.Advance(TimeSpan.FromDays(1));
        }

        await account.Person.CancelKeyDeletionAsync(key);
        await function.HandleAsync(JsonElement.Parse("{}"), TestAccount.Context());

        var told = account.Sandbox.Sns.Messages.Where(message => message.Attributes["kind"].Value == "sweep").ToList();
        told.Select(message => message.Attributes["severity"].Value).ShouldBe(["INFO", "INFO", "HIGH"]);
        told[^1].Message.ShouldContain($"    kmsguard rollback {key}\n");
    }
}
