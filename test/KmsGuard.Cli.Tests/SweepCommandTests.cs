using System.Text.Json;

namespace KmsGuard.Cli.Tests;

public sealed class SweepCommandTests : IAsyncLifetime
{
    private readonly CommandFixture fixture = new();

    public Task InitializeAsync() => fixture.InitializeAsync();

    public async Task DisposeAsync()
    {
        await fixture.DisposeAsync();
        fixture.Dispose();
    }

    [Fact]
    public async Task The_outcomes_of_every_Region_and_the_keys_add_up_to_the_keys_listed()
    {
        foreach (var region in new[] { "us-east-1", "us-west-2", "eu-west-1" })
        {
            fixture.Seed(region, new() { KeyManager = "AWS", Aliases = ["alias/aws/s3"] });
            fixture.Seed(region);
            fixture.Seed(region, new() { KeySpec = "RSA_2048" });
            fixture.Seed(region, new() { RotationPeriodInDays = 365 });
            fixture.SeedUnused(region);
        }

        var answer = await fixture.RunAsync("sweep", "--regions", "us-east-1,us-west-2,eu-west-1", "--output", "json");

        answer.ExitCode.ShouldBe(0, answer.Error);
        var regions = answer.Json.GetProperty("regions").EnumerateArray().ToList();
        regions.Count.ShouldBe(3);
        foreach (var region in regions)
        {
            region.GetProperty("listed").GetInt32().ShouldBe(5);
            Sum(region).ShouldBe(5);
        }

        var totals = answer.Json.GetProperty("totals");
        totals.GetProperty("listed").GetInt32().ShouldBe(15);
        Sum(totals).ShouldBe(15);
        var keys = answer.Json.GetProperty("keys").EnumerateArray().ToList();
        keys.Select(key => key.GetProperty("arn").GetString()).Distinct().Count().ShouldBe(15);
        foreach (var outcome in totals.GetProperty("outcomes").EnumerateObject())
        {
            keys.Count(key => key.GetProperty("outcome").GetString() == outcome.Name).ShouldBe(outcome.Value.GetInt32(), outcome.Name);
        }
    }

    [Fact]
    public async Task A_sweep_that_is_told_nothing_writes_nothing()
    {
        fixture.Seed();
        fixture.SeedUnused();

        var answer = await fixture.RunAsync("sweep", "--disabled-days", "0", "--idle-days", "0", "--output", "json");

        answer.ExitCode.ShouldBe(0, answer.Error);
        Outcomes(answer).ShouldBe(["planned", "planned"]);
        fixture.Writes().ShouldBeEmpty();
    }

    [Fact]
    public async Task An_enforcing_sweep_does_what_is_due_and_tells_how_to_take_it_back()
    {
        var rotating = fixture.Seed();
        var unused = fixture.SeedUnused();

        var answer = await fixture.RunAsync(
            "sweep", "--rotation", "enforce", "--deletion", "enforce", "--disabled-days", "0", "--idle-days", "90", "--window-days", "7");

        answer.ExitCode.ShouldBe(0, answer.Error);
        answer.Output.ShouldContain($"{rotating}\n    rotation-off -> EnableKeyRotation");
        answer.Output.ShouldContain($"{unused}\n    -> ScheduleKeyDeletion");
        answer.Output.ShouldContain("kmsguard rollback --run ");
        fixture.Writes().Select(call => call.Operation).Order(StringComparer.Ordinal)
            .ShouldBe(["EnableKeyRotation", "ScheduleKeyDeletion", "TagResource"]);
        using var kms = fixture.Kms();
        var description = await kms.DescribeKeyAsync(unused);
        description.KeyMetadata.KeyState.Value.ShouldBe("PendingDeletion");
    }

    [Fact]
    public async Task Exempt_aliases_are_left_alone_and_a_glob_without_a_match_is_warned_about()
    {
        fixture.Seed("us-east-1", new() { Aliases = ["alias/tf-state"] });
        fixture.Seed("us-east-1", new() { Aliases = ["alias/orders"] });

        var answer = await fixture.RunAsync("sweep", "--exempt-alias", "tf-*", "--exempt-alias", "alias/nothing", "--output", "json");

        Outcomes(answer).ShouldBe(["exempt", "planned"]);
        answer.Json.GetProperty("warnings").EnumerateArray().ShouldHaveSingleItem().GetString()!.ShouldContain("alias/nothing");
    }

    [Fact]
    public async Task More_deletions_than_allowed_trip_the_breaker()
    {
        fixture.SeedUnused();
        fixture.SeedUnused();

        var answer = await fixture.RunAsync(
            "sweep", "--deletion", "enforce", "--disabled-days", "0", "--idle-days", "0", "--max-deletions", "1", "--rotation", "off");

        answer.ExitCode.ShouldBe(1);
        answer.Output.ShouldContain("breaker-open");
        fixture.Writes().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_key_that_cannot_be_read_is_trouble()
    {
        fixture.Seed("us-east-1", new()
        {
            Policy = """{"Statement":[{"Effect":"Deny","Principal":"*","Action":"kms:DescribeKey"}]}""",
        });

        var answer = await fixture.RunAsync("sweep", "--output", "json");

        answer.ExitCode.ShouldBe(1);
        Outcomes(answer).ShouldBe(["unreadable"]);
    }

    [Fact]
    public async Task A_Region_that_is_not_enabled_is_reported_as_that()
    {
        var answer = await fixture.RunAsync("sweep", "--regions", "us-east-1,ap-south-1", "--output", "json");

        answer.ExitCode.ShouldBe(0, answer.Error);
        answer.Json.GetProperty("regions").EnumerateArray().Select(region => region.GetProperty("status").GetString())
            .ShouldBe(["complete", "not-enabled"]);
    }

    [Fact]
    public async Task A_topic_is_told_of_what_is_due()
    {
        fixture.Seed();
        var topic = fixture.Sandbox.Sns.CreateTopic(CommandFixture.Account, "eu-west-1", "notices");

        var answer = await fixture.RunAsync("sweep", "--topic-arn", topic);

        answer.ExitCode.ShouldBe(0, answer.Error);
        var message = fixture.Sandbox.Sns.Messages.ShouldHaveSingleItem();
        message.TopicArn.ShouldBe(topic);
        message.Attributes["kind"].Value.ShouldBe("sweep");
    }

    [Fact]
    public async Task A_notice_that_nobody_takes_is_trouble_after_the_answer()
    {
        fixture.Seed();

        var answer = await fixture.RunAsync("sweep", "--topic-arn", $"arn:aws:sns:us-east-1:{CommandFixture.Account}:nothing", "--output", "json");

        answer.ExitCode.ShouldBe(1);
        answer.Error.ShouldContain("Topic does not exist");
        Outcomes(answer).ShouldBe(["planned"]);
    }

    [Fact]
    public async Task The_answer_goes_to_a_file_in_place_of_what_was_there()
    {
        fixture.Seed();
        var path = fixture.Write(new string('x', 100_000));

        var answer = await fixture.RunAsync("sweep", "--output", "json", "--out", path);

        answer.ExitCode.ShouldBe(0, answer.Error);
        answer.Output.ShouldBeEmpty();
        Outcomes(answer with { Output = await File.ReadAllTextAsync(path) }).ShouldBe(["planned"]);
    }

    [Fact]
    public async Task A_file_that_was_there_outlives_a_sweep_that_could_not_begin()
    {
        var (kept, absent) = (fixture.Write("from yesterday"), fixture.NewPath());

        foreach (var path in new[] { kept, absent })
        {
            var answer = await CommandFixture.RunAtAsync(new("http://127.0.0.1:9"), "", "sweep", "--region", "us-east-1", "--out", path);
            answer.ShouldBeRefused().ShouldContain("nothing was done");
        }

        (await File.ReadAllTextAsync(kept)).ShouldBe("from yesterday");
        File.Exists(absent).ShouldBeFalse();
    }

    private static int Sum(JsonElement counted) => counted.GetProperty("outcomes").EnumerateObject().Sum(outcome => outcome.Value.GetInt32());

    private static IEnumerable<string?> Outcomes(Answer answer) =>
        answer.Json.GetProperty("keys").EnumerateArray().Select(key => key.GetProperty("outcome").GetString()).Order(StringComparer.Ordinal);
}
