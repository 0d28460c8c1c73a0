using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using KmsGuard.Report;
using KmsGuard.Sandbox.Kms;
using KmsGuard.Sandbox.Wire;

namespace KmsGuard.Lambda.Tests;

public class SweepFunctionTests
{
    [Fact]
    public async Task The_answer_is_the_contract_field_by_field()
    {
        await using var account = await TestAccount.StartAsync();
        var off = account.Plant(new KeySeed());
        var on = account.Plant(new KeySeed { RotationPeriodInDays = 365 });
        using var composition = account.Compose(FunctionKind.Sweep, "ROTATION=enforce");

        var answer = Json(await new SweepFunction(composition).HandleAsync(JsonElement.Parse("{}"), TestAccount.Context()));

        answer["runId"]!.GetValue<string>().ShouldMatch("^[0-9]{8}T[0-9]{6}Z-[0-9a-f]{8}$");
        var startedAt = answer["startedAt"]!.GetValue<DateTimeOffset>();
        startedAt.Offset.ShouldBe(TimeSpan.Zero);
        answer["finishedAt"]!.GetValue<DateTimeOffset>().ShouldBeGreaterThanOrEqualTo(startedAt);
        foreach (var measured in new[] { "runId", "startedAt", "finishedAt" })
        {
            answer[measured] = "";
        }

        answer.ToJsonString().ShouldBe(JsonNode.Parse($$"""
            {"runId":"","startedAt":"","finishedAt":"","rotation":"enforce","deletion":"dry-run",
             "regions":[{"account":"{{TestAccount.Id}}","region":"us-east-1","status":"complete","error":null,"next":null,
               "listed":2,"outcomes":{"changed":1,"compliant":1},
               "calls":{"DescribeKey":2,"EnableKeyRotation":1,"GetKeyRotationStatus":2,"ListAliases":1,"ListKeys":1,"ListResourceTags":1},"throttled":0}],
             "keys":[{"arn":"{{off}}","state":"Enabled","outcome":"changed","rule":"rotation","action":"EnableKeyRotation",
               "reasons":["rotation-off"],"detail":"rotation is off","rotates":true}],
             "warnings":[],"totals":{"listed":2,"outcomes":{"changed":1,"compliant":1},"monthlyCostUsd":0,"monthlySavingUsd":0} }
            """)!.ToJsonString());
        (await account.Person.GetKeyRotationStatusAsync(off)).KeyRotationEnabled.ShouldBe(true);
        on.ShouldNotBe(off);
    }

    [Fact]
    public async Task A_dry_run_writes_nothing_and_tells_what_is_due()
    {
        await using var account = await TestAccount.StartAsync();
        account.Plant(new KeySeed());
        account.Plant(new KeySeed { KeyState = "Disabled" });
        using var composition = account.Compose(FunctionKind.Sweep, "DISABLED_DAYS=0", "IDLE_DAYS=0");
        var context = TestAccount.Context();

        var report = await new SweepFunction(composition).HandleAsync(JsonElement.Parse("{}"), context);

        report.Keys.Select(key => key.Action).ShouldBe(["EnableKeyRotation", "ScheduleKeyDeletion"], ignoreOrder: true);
        account.Writes().ShouldBeEmpty();
        var message = account.Sandbox.Sns.Messages.ShouldHaveSingleItem();
        message.Subject.ShouldBe("[INFO] KmsGuard sweep: 2 changes planned");
        message.Attributes["kind"].Value.ShouldBe("sweep");
        TestAccount.LogOf(context).ShouldContain($"Sweep {report.RunId}: 2 keys in 1 Regions, rotation dry-run, deletion dry-run: 2 planned");
    }

    [Theory]
    [InlineData("none", 0)]
    [InlineData("due", 1)]
    public async Task Whoever_invokes_a_sweep_may_tell_of_it_instead(string notice, int told)
    {
        await using var account = await TestAccount.StartAsync();
        account.Plant(new KeySeed());
        using var composition = account.Compose(FunctionKind.Sweep);

        await new SweepFunction(composition).HandleAsync(JsonElement.Parse($$"""{"notice":"{{notice}}"}"""), TestAccount.Context());

        account.Sandbox.Sns.Messages.Count.ShouldBe(told);
    }

    [Fact]
    public async Task The_input_wins_over_the_settings_for_one_run()
    {
        await using var account = await TestAccount.StartAsync();
        account.Plant(new KeySeed());
        account.Sandbox.Kms.Seed(TestAccount.Id, "eu-west-1", new KeySeed());
        using var composition = account.Compose(FunctionKind.Sweep);
        var function = new SweepFunction(composition);

        var first = await function.HandleAsync(
            JsonElement.Parse("""{"regions":["eu-west-1"],"rotation":"enforce","deletion":"off","accounts":[],"next":null}"""), TestAccount.Context());
        var second = await function.HandleAsync(JsonElement.Parse("{}"), TestAccount.Context());

        first.Regions.ShouldHaveSingleItem().Region.ShouldBe("eu-west-1");
        first.Keys.ShouldHaveSingleItem().Outcome.ShouldBe(Evaluate.Outcome.Changed);
        second.Regions.ShouldHaveSingleItem().Region.ShouldBe("us-east-1");
        second.Keys.ShouldHaveSingleItem().Outcome.ShouldBe(Evaluate.Outcome.Planned);
    }

    [Theory]
    [InlineData("""{"version":"0","id":"1","detail-type":"Scheduled Event","source":"aws.events","account":"111122223333","time":"2026-05-18T03:00:00Z","region":"us-east-1","resources":["arn:aws:events:us-east-1:111122223333:rule/nightly"],"detail":{}}""")]
    [InlineData("""{"version":"0","id":"1","detail-type":"Scheduled Event","source":"aws.scheduler","account":"111122223333","time":"2026-05-18T03:00:00Z","region":"us-east-1","resources":[],"detail":"{}"}""")]
    public async Task A_schedule_without_an_input_of_its_own_sweeps_as_the_settings_say(string json)
    {
        await using var account = await TestAccount.StartAsync();
        account.Plant(new KeySeed());
        using var composition = account.Compose(FunctionKind.Sweep);

        var report = await new SweepFunction(composition).HandleAsync(JsonElement.Parse(json), TestAccount.Context());

        report.Totals.Listed.ShouldBe(1);
    }

    public static TheoryData<string, string[]> BadInputs => new()
    {
        { "[]", ["the input is []; it must be a JSON object"] },
        { "null", ["the input is null"] },
        { """{"deletoin":"enforce"}""", ["'deletoin' is no field of this input; it takes regions, accounts, rotation, deletion, notice, next, run"] },
        { """{"Deletion":"enforce"}""", ["'Deletion' is no field"] },
        { """{"deletion":"enforced"}""", ["deletion is 'enforced'; it must be one of off, dry-run, enforce"] },
        { """{"deletion":true}""", ["deletion is true; it must be a text"] },
        { """{"regions":"us-east-1"}""", ["regions is \"us-east-1\"; it must be a list of texts"] },
        { """{"regions":[""]}""", ["regions is [\"\"]; it must be a list of texts, none of them empty"] },
        { """{"regions":["mars-north-1"]}""", ["regions is 'mars-north-1'; it must be a list of AWS Regions"] },
        { """{"accounts":["12345"]}""", ["accounts is '12345'", "KMSGUARD_ROLE_NAME is ''"] },
        { """{"next":"us-east-1/5"}""", ["next is 'us-east-1/5'; it must be what a sweep answered under next"] },
        { """{"rotation":"on","deletion":"yes","region":["us-east-1"]}""", ["rotation is 'on'", "deletion is 'yes'", "'region' is no field"] },
        { """{"rotation":"\ud800"}""", ["rotation is"] },
        { """{"detail-type":"Anything Else","rotation":"enforce"}""", ["'detail-type' is no field"] },
    };

    [Theory]
    [MemberData(nameof(BadInputs))]
    public async Task A_bad_input_is_refused_whole_in_one_line_that_names_everything(string json, string[] named)
    {
        await using var account = await TestAccount.StartAsync();
        account.Plant(new KeySeed());
        using var composition = account.Compose(FunctionKind.Sweep, "ROTATION=enforce");

        var refusal = await Should.ThrowAsync<InputException>(
            () => new SweepFunction(composition).HandleAsync(JsonElement.Parse(json), TestAccount.Context()));

        foreach (var part in named)
        {
            refusal.Message.ShouldContain(part);
        }

        refusal.Message.ShouldStartWith("Nothing was done: ");
        refusal.Message.ShouldNotContain('\n');
        refusal.ToString().ShouldBe(refusal.Message);
        account.Sandbox.Calls.Snapshot().ShouldBeEmpty();
    }

    [Fact]
    public async Task Nobody_is_told_when_there_is_nothing_to_tell()
    {
        await using var account = await TestAccount.StartAsync();
        account.Plant(new KeySeed { RotationPeriodInDays = 90 });
        using var composition = account.Compose(FunctionKind.Sweep);

        var report = await new SweepFunction(composition).HandleAsync(JsonElement.Parse("{}"), TestAccount.Context());

        report.Totals.Listed.ShouldBe(1);
        report.Keys.ShouldBeEmpty();
        account.Sandbox.Sns.Messages.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_sweep_whose_notice_is_refused_fails_and_keeps_its_ledger_in_the_log()
    {
        await using var account = await TestAccount.StartAsync();
        var arn = account.Plant(new KeySeed());
        using var composition = account.Compose(FunctionKind.Sweep, "ROTATION=enforce");
        account.Sandbox.Sns.Refuse = _ => new AwsException("NotFound", "Topic does not exist", HttpStatusCode.NotFound);
        var context = TestAccount.Context();

        var failure = await Should.ThrowAsync<InvalidOperationException>(
            () => new SweepFunction(composition).HandleAsync(JsonElement.Parse("{}"), context));

        var log = TestAccount.LogOf(context);
        var ledger = JsonSerializer.Deserialize(log[log.IndexOf('{', StringComparison.Ordinal)..(log.LastIndexOf('}') + 1)], ReportJson.Default.SweepReport)!;
        ledger.Keys.ShouldHaveSingleItem().Arn.ShouldBe(arn);
        ledger.Keys[0].Outcome.ShouldBe(Evaluate.Outcome.Changed);
        failure.Message.ShouldContain(ledger.RunId);
        failure.Message.ShouldContain("Topic does not exist");
    }

    private static JsonNode Json(SweepReport report)
    {
        using var written = new MemoryStream();
        new FunctionSerializer().Serialize(report, written);
        return JsonNode.Parse(written.ToArray())!;
    }
}
