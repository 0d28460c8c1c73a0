using System.Text.Json.Nodes;
using KmsGuard.Sandbox;
using KmsGuard.Sandbox.Kms;

namespace KmsGuard.EndToEnd.Tests;

[Collection(PublishedFunctionTests.Name)]
public class SweepAndRollbackTests(PublishedFunction published)
{
    [Fact]
    public async Task What_a_nightly_sweep_doomed_a_rollback_takes_back_and_the_next_sweep_leaves_alone()
    {
        await using var sandbox = await AwsSandbox.StartAsync();
        var still = sandbox.Kms.Seed(RunningFunction.Account, "us-east-1", new KeySeed { Aliases = ["alias/app"] });
        var unused = sandbox.Kms.Seed(RunningFunction.Account, "eu-west-1", new KeySeed { KeyState = "Disabled", Aliases = ["alias/old"] });
        await using var sweep = await RunningFunction.StartAsync(
            published, sandbox, "sweep", "KMSGUARD_REGIONS=us-east-1,eu-west-1,eu-north-1", "KMSGUARD_ROTATION=enforce", "KMSGUARD_DELETION=enforce", "KMSGUARD_DISABLED_DAYS=0", "KMSGUARD_IDLE_DAYS=0");
        await using var rollback = await RunningFunction.StartAsync(published, sandbox, "rollback", "KMSGUARD_REGIONS=us-east-1,eu-west-1");
        using var person = Person.In(sandbox, "eu-west-1");

        var ledger = Answer(await sweep.InvokeAsync("{}"));

        Statuses(ledger).ShouldBe(["us-east-1 complete", "eu-west-1 complete", "eu-north-1 not-enabled"]);
        ledger["keys"]!.AsArray().Select(key => $"{key!["arn"]} {key["outcome"]} {key["action"]}")
            .ShouldBe([$"{still} changed EnableKeyRotation", $"{unused} changed ScheduleKeyDeletion"], ignoreOrder: true);
        (await person.DescribeKeyAsync(unused)).KeyMetadata.KeyState.Value.ShouldBe("PendingDeletion");
        sandbox.Sns.Messages[^1].Subject.ShouldBe("[MEDIUM] KmsGuard sweep: 1 deletion scheduled, rotation set on 1 key");
        sandbox.Sns.Messages[^1].Message.ShouldContain($"kmsguard rollback --run {ledger["runId"]}");

        var restored = Answer(await rollback.InvokeAsync($$"""{"run":"{{ledger["runId"]}}","reEnable":false,"reason":"audit"}"""));

        restored["keys"]!.AsArray().ShouldHaveSingleItem()!.ToJsonString().ShouldBe(
            $$"""{"arn":"{{unused}}","before":"PendingDeletion","after":"Disabled","outcome":"restored","error":null}""");
        sandbox.Sns.Messages[^1].Attributes["kind"].Value.ShouldBe("rollback");

        var again = Answer(await sweep.InvokeAsync("{}"));

        again["keys"]!.AsArray().ShouldHaveSingleItem()!["reasons"]!.ToJsonString().ShouldBe("""["hold-tag"]""");
        (await person.DescribeKeyAsync(unused)).KeyMetadata.KeyState.Value.ShouldBe("Disabled");
    }

    [Fact]
    public async Task A_bad_input_is_an_error_of_one_line_and_the_next_one_is_answered()
    {
        await using var sandbox = await AwsSandbox.StartAsync();
        sandbox.Kms.Seed(RunningFunction.Account, "us-east-1", new KeySeed());
        await using var sweep = await RunningFunction.StartAsync(published, sandbox, "sweep");

        var refused = await sweep.InvokeAsync("""{"deletoin":"enforce","rotation":"on"}""");
        var answered = Answer(await sweep.InvokeAsync("""{"rotation":"enforce"}"""));

        refused.Error!.ErrorType.ShouldBe("InputException");
        refused.Error.ErrorMessage.ShouldStartWith("Nothing was done: rotation is 'on'; it must be one of off, dry-run, enforce; 'deletoin' is no field");
        answered["totals"]!["outcomes"]!.ToJsonString().ShouldBe("""{"changed":1}""");
    }

    private static JsonNode Answer(Sandbox.Lambda.LambdaResult result)
    {
        result.Error.ShouldBeNull();
        return JsonNode.Parse(result.Payload!)!;
    }

    private static IEnumerable<string> Statuses(JsonNode ledger) =>
        ledger["regions"]!.AsArray().Select(region => $"{region!["region"]} {region["status"]}");
}
