using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using KmsGuard.Restore;
using KmsGuard.Sandbox.Kms;
using KmsGuard.Sandbox.Wire;

namespace KmsGuard.Lambda.Tests;

public class RollbackFunctionTests
{
    [Fact]
    public async Task A_doomed_key_is_kept_enabled_and_held_back_from_the_next_sweep()
    {
        await using var account = await TestAccount.StartAsync();
        var arn = account.Plant(new KeySeed { KeyState = "PendingDeletion" });
        using var composition = account.Compose(FunctionKind.Rollback);
        var input = JsonElement.Parse($$"""{"keys":["{{arn}}"],"reEnable":true,"reason":"payroll needs it"}""");
        var context = TestAccount.Context();

        var answer = Json(await new RollbackFunction(composition).HandleAsync(input, context));

        answer.ToJsonString().ShouldBe(JsonNode.Parse($$"""
            {"dryRun":false,"by":"arn:aws:sts::{{TestAccount.Id}}:assumed-role/kmsguard/function","reason":"payroll needs it","run":null,
             "keys":[{"arn":"{{arn}}","before":"PendingDeletion","after":"Enabled","outcome":"restored","error":null,
                      "note":"it does not rotate: either it did not before, or rotation has not come back","rotates":false}]}
            """)!.ToJsonString());
        (await account.Person.DescribeKeyAsync(arn)).KeyMetadata.KeyState.Value.ShouldBe("Enabled");
        var tags = await account.Person.ListResourceTagsAsync(new() { KeyId = arn });
        tags.Tags.Single(tag => tag.TagKey == "kmsguard:hold").TagValue.ShouldContain("payroll needs it");
        var message = account.Sandbox.Sns.Messages.ShouldHaveSingleItem();
        message.Subject.ShouldBe("[INFO] KmsGuard rollback: 1 restored, 0 not");
        message.Message.ShouldContain(arn);
        TestAccount.LogOf(context).ShouldContain("1 keys, dry run False: 1 restored");
    }

    [Fact]
    public async Task Everything_that_a_run_scheduled_is_taken_back_and_nothing_else()
    {
        await using var account = await TestAccount.StartAsync();
        var other = account.Plant(new KeySeed { KeyState = "PendingDeletion" });
        string[] swept = [account.Plant(new KeySeed { KeyState = "Disabled" }), account.Plant(new KeySeed { KeyState = "Disabled" })];
        using var sweep = account.Compose(FunctionKind.Sweep, "DELETION=enforce", "DISABLED_DAYS=0", "IDLE_DAYS=0");
        using var rollback = account.Compose(FunctionKind.Rollback);
        var run = (await new SweepFunction(sweep).HandleAsync(JsonElement.Parse("{}"), TestAccount.Context())).RunId;

        var report = await new RollbackFunction(rollback).HandleAsync(JsonElement.Parse($$"""{"run":"{{run}}"}"""), TestAccount.Context());

        report.Keys.Select(key => (key.Arn, key.Outcome)).ShouldBe(swept.Select(arn => (arn, RollbackOutcome.Restored)), ignoreOrder: true);
        (await account.Person.DescribeKeyAsync(swept[0])).KeyMetadata.KeyState.Value.ShouldBe("Disabled");
        (await account.Person.DescribeKeyAsync(other)).KeyMetadata.KeyState.Value.ShouldBe("PendingDeletion");
    }

    [Fact]
    public async Task Everything_pending_is_taken_back_in_the_Regions_that_are_named()
    {
        await using var account = await TestAccount.StartAsync();
        var pending = account.Plant(new KeySeed { KeyState = "PendingDeletion" });
        account.Plant(new KeySeed { KeyState = "Disabled" });
        using var composition = account.Compose(FunctionKind.Rollback);
        var input = JsonElement.Parse($$"""{"allPending":true,"regions":["{{pending.Split(':')[3]}}"]}""");

        var report = await new RollbackFunction(composition).HandleAsync(input, TestAccount.Context());

        report.Keys.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            key => key.Arn.ShouldBe(pending), key => key.Outcome.ShouldBe(RollbackOutcome.Restored));
    }

    [Fact]
    public async Task A_run_that_no_key_carries_is_told_in_one_line()
    {
        await using var account = await TestAccount.StartAsync();
        using var composition = account.Compose(FunctionKind.Rollback);

        var report = await new RollbackFunction(composition).HandleAsync(JsonElement.Parse("""{"run":"20260518T030000Z-0a1b2c3d"}"""), TestAccount.Context());

        report.Keys.ShouldBeEmpty();
        report.Succeeded.ShouldBeFalse();
        report.Error.ShouldNotBeNull().ShouldContain("carries the run 20260518T030000Z-0a1b2c3d");
    }

    [Fact]
    public async Task A_dry_run_writes_nothing()
    {
        await using var account = await TestAccount.StartAsync();
        var arn = account.Plant(new KeySeed { KeyState = "PendingDeletion" });
        using var composition = account.Compose(FunctionKind.Rollback);
        var input = JsonElement.Parse($$"""{"keys":["{{arn}}"],"dryRun":true}""");

        var report = await new RollbackFunction(composition).HandleAsync(input, TestAccount.Context());

        report.Keys.ShouldHaveSingleItem().Outcome.ShouldBe(RollbackOutcome.Restored);
        account.Writes().ShouldBeEmpty();
    }

    public static TheoryData<string, string[]> BadInputs => new()
    {
        { "{}", ["a rollback takes either keys or a run id"] },
        { "null", ["the input is null"] },
        { """{"keys":[]}""", ["either keys or a run id"] },
        { """{"keys":["1234abcd-12ab-34cd-56ef-1234567890ab"],"run":"20260518T030000Z-0a1b2c3d"}""", ["either keys or a run id"] },
        { """{"keys":["1234abcd-12ab-34cd-56ef-1234567890ab","alias/payments"]}""", ["'alias/payments' is neither the id nor the ARN of a KMS key"] },
        { """{"keys":"1234abcd-12ab-34cd-56ef-1234567890ab"}""", ["keys is \"1234abcd-12ab-34cd-56ef-1234567890ab\"; it must be a list of texts"] },
        { """{"keys":[null]}""", ["keys is [null]"] },
        { """{"run":"x y"}""", ["'x y' is no run id"] },
        { """{"run":"20260518T030000Z-0a1b2c3d","reenable":true}""", ["'reenable' is no field of this input; it takes keys, run, allPending, regions, accounts, reEnable, reason, dryRun"] },
        { """{"run":"20260518T030000Z-0a1b2c3d","reEnable":"yes","dryRun":1}""", ["reEnable is \"yes\"; it must be true or false", "dryRun is 1"] },
        { """{"allPending":true}""", ["allPending takes back deletions that others scheduled: name the regions"] },
        { """{"allPending":true,"run":"20260518T030000Z-0a1b2c3d","regions":["us-east-1"]}""", ["or everything that is pending"] },
        { """{"run":"20260518T030000Z-0a1b2c3d","accounts":["12"]}""", ["accounts is '12'"] },
        { """{"run":"20260518T030000Z-0a1b2c3d","regions":["nowhere"]}""", ["regions is 'nowhere'"] },
    };

    [Theory]
    [MemberData(nameof(BadInputs))]
    public async Task A_bad_input_is_refused_whole_in_one_line_that_names_everything(string json, string[] named)
    {
        await using var account = await TestAccount.StartAsync();
        using var composition = account.Compose(FunctionKind.Rollback);

        var refusal = await Should.ThrowAsync<InputException>(
            () => new RollbackFunction(composition).HandleAsync(JsonElement.Parse(json), TestAccount.Context()));

        foreach (var part in named)
        {
            refusal.Message.ShouldContain(part);
        }

        refusal.Message.ShouldNotContain('\n');
        account.Sandbox.Calls.Snapshot().ShouldBeEmpty();
    }

    [Fact]
    public async Task Whoever_asked_gets_the_answer_although_others_could_not_be_told()
    {
        await using var account = await TestAccount.StartAsync();
        var arn = account.Plant(new KeySeed { KeyState = "PendingDeletion" });
        using var composition = account.Compose(FunctionKind.Rollback);
        account.Sandbox.Sns.Refuse = _ => new AwsException("AuthorizationError", "Not allowed", HttpStatusCode.Forbidden);
        var context = TestAccount.Context();

        var report = await new RollbackFunction(composition).HandleAsync(JsonElement.Parse($$"""{"keys":["{{arn}}"]}"""), context);

        report.Succeeded.ShouldBeTrue();
        TestAccount.LogOf(context).ShouldContain("The notice of this run was not published");
        TestAccount.LogOf(context).ShouldContain("AuthorizationError");
    }

    private static JsonNode Json(RollbackReport report)
    {
        using var written = new MemoryStream();
        new FunctionSerializer().Serialize(report, written);
        return JsonNode.Parse(written.ToArray())!;
    }
}
