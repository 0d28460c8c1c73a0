using System.Text.Json;

namespace KmsGuard.Cli.Tests;

public sealed class SweepCommandTests : CommandTest
{
    [Fact]
    public async Task The_outcomes_of_every_Region_and_the_keys_add_up_to_the_keys_listed()
    {
        foreach (var region in new[] { "us-east-1", "us-west-2", "eu-west-1" })
        {
            Fixture.Seed(region, new() { KeyManager = "AWS", Aliases = ["alias/aws/s3"] });
            Fixture.Seed(region);
            Fixture.Seed(region, new() { KeySpec = "RSA_2048" });
            Fixture.Seed(region, new() { RotationPeriodInDays = 365 });
            Fixture.SeedUnused(region);
        }

        var answer = await Fixture.RunAsync("sweep", "--regions", "us-east-1,us-west-2,eu-west-1", "--output", "json");

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
        Fixture.Seed();
        Fixture.SeedUnused();

        var answer = await Fixture.RunAsync("sweep", "--disabled-days", "0", "--idle-days", "0", "--output", "json");

        answer.ExitCode.ShouldBe(0, answer.Error);
        answer.Outcomes().ShouldBe(["planned", "planned"]);
        Fixture.Writes().ShouldBeEmpty();
    }

    [Fact]
    public async Task An_enforcing_sweep_does_what_is_due_and_tells_how_to_take_it_back()
    {
        var rotating = Fixture.Seed();
        var unused = Fixture.SeedUnused();

        var answer = await Fixture.RunAsync(
            "sweep", "--rotation", "enforce", "--deletion", "enforce", "--disabled-days", "0", "--idle-days", "90", "--window-days", "7",
            "--regions", "us-east-1,eu-west-1");

        answer.ExitCode.ShouldBe(0, answer.Error);
        answer.Output.ShouldContain($"{rotating}\n    rotation-off -> EnableKeyRotation");
        answer.Output.ShouldContain($"{unused}\n    -> ScheduleKeyDeletion");
        answer.Output.ShouldMatch("kmsguard rollback --run [^ ]+ --regions us-east-1\n");
        Fixture.Writes().Select(call => call.Operation).Order(StringComparer.Ordinal)
            .ShouldBe(["EnableKeyRotation", "ScheduleKeyDeletion", "TagResource"]);
        using var kms = Fixture.Kms();
        var description = await kms.DescribeKeyAsync(unused);
        description.KeyMetadata.KeyState.Value.ShouldBe("PendingDeletion");
    }

    [Fact]
    public async Task Exempt_aliases_are_left_alone_and_a_glob_without_a_match_is_warned_about()
    {
        Fixture.Seed("us-east-1", new() { Aliases = ["alias/tf-state"] });
        Fixture.Seed("us-east-1", new() { Aliases = ["alias/orders"] });

        var answer = await Fixture.RunAsync("sweep", "--exempt-alias", "tf-*", "--exempt-alias", "alias/nothing", "--output", "json");

        answer.Outcomes().ShouldBe(["exempt", "planned"]);
        answer.Json.GetProperty("warnings").EnumerateArray().ShouldHaveSingleItem().GetString()!.ShouldContain("alias/nothing");
    }

    [Fact]
    public async Task More_deletions_than_allowed_trip_the_breaker()
    {
        Fixture.SeedUnused();
        Fixture.SeedUnused();

        var answer = await Fixture.RunAsync(
            "sweep", "--deletion", "enforce", "--disabled-days", "0", "--idle-days", "0", "--max-deletions", "1", "--rotation", "off");

        answer.ExitCode.ShouldBe(1);
        answer.Output.ShouldContain("breaker-open");
        Fixture.Writes().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_key_that_cannot_be_read_is_trouble()
    {
        Fixture.Seed("us-east-1", new()
        {
            Policy = """{"Statement":[{"Effect":"Deny","Principal":"*","Action":"kms:DescribeKey"}]}""",
        });

        var answer = await Fixture.RunAsync("sweep", "--output", "json");

        answer.ExitCode.ShouldBe(1);
        answer.Outcomes().ShouldBe(["unreadable"]);
    }

    [Theory]
    [InlineData("sweep")]
    [InlineData("rollback 12345678-1234-1234-1234-123456789012")]
    [InlineData("explain 12345678-1234-1234-1234-123456789012")]
    public async Task Credentials_that_AWS_does_not_take_are_told_in_one_line(string command)
    {
        var expired = new Amazon.Runtime.SessionAWSCredentials("ASIAEXPIRED", "secret", "token");

        var answer = await CommandFixture.RunAsAsync(
            expired, "", [.. command.Split(' '), "--region", "us-east-1", "--endpoint-url", Fixture.Sandbox.Endpoint.AbsoluteUri]);

        answer.ShouldBeRefused().ShouldContain("InvalidClientTokenId");
    }

    [Fact]
    public async Task A_sweep_can_be_stopped()
    {
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        var (output, error) = (new StringWriter(), new StringWriter());
        var host = new CliHost { Output = output, Error = error, Credentials = new Amazon.Runtime.BasicAWSCredentials("test", "test") };

        var exitCode = await CommandLine.RunAsync(
            ["sweep", "--region", "us-east-1", "--endpoint-url", Fixture.Sandbox.Endpoint.AbsoluteUri], host, stop.Token);

        exitCode.ShouldBe(1);
        output.ToString().ShouldBeEmpty();
        error.ToString().ShouldContain("Stopped");
    }

    [Fact]
    public async Task A_Region_that_is_not_enabled_is_reported_as_that()
    {
        var answer = await Fixture.RunAsync("sweep", "--regions", "us-east-1,ap-south-1", "--output", "json");

        answer.ExitCode.ShouldBe(0, answer.Error);
        answer.Json.GetProperty("regions").EnumerateArray().Select(region => region.GetProperty("status").GetString())
            .ShouldBe(["complete", "not-enabled"]);
    }

    [Fact]
    public async Task All_Regions_are_those_that_are_enabled_and_the_others_are_one_line()
    {
        Fixture.Seed("eu-west-1");

        var answer = await Fixture.RunAsync("sweep", "--regions", "all");

        answer.ExitCode.ShouldBe(0, answer.Error);
        var lines = answer.Output.Split('\n');
        lines.Count(line => line.Contains(" complete ", StringComparison.Ordinal)).ShouldBe(3);
        lines.Where(line => line.Contains("ap-south-1", StringComparison.Ordinal)).ShouldHaveSingleItem().ShouldStartWith("Not enabled: ");
    }

    private static int Sum(JsonElement counted) => counted.GetProperty("outcomes").EnumerateObject().Sum(outcome => outcome.Value.GetInt32());
}
