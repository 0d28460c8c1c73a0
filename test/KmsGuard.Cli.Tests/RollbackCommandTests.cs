using System.Text.Json;

namespace KmsGuard.Cli.Tests;

public sealed class RollbackCommandTests : CommandTest
{
    [Fact]
    public async Task A_key_named_by_id_is_looked_for_in_the_home_Region_and_taken_back()
    {
        var arn = Pending();

        var answer = await Fixture.RunAsync("rollback", arn.Split('/')[1], "--reason", "still needed", "--output", "json");

        answer.ExitCode.ShouldBe(0, answer.Error);
        Entries(answer).ShouldBe([(arn, "restored", "Disabled")]);
        answer.Json.GetProperty("reason").GetString().ShouldBe("still needed");
    }

    [Fact]
    public async Task An_ARN_is_taken_back_wherever_it_is_and_enabled_on_request()
    {
        var arn = Pending("eu-west-1");

        var answer = await Fixture.RunAsync("rollback", arn, "--re-enable");

        answer.ExitCode.ShouldBe(0, answer.Error);
        answer.Output.ShouldContain($"{arn}  PendingDeletion -> Enabled");
    }

    [Fact]
    public async Task A_run_is_taken_back_in_all_its_Regions_and_the_next_sweep_leaves_its_keys_alone()
    {
        string[] keys = [Fixture.SeedUnused(), Fixture.SeedUnused(), Fixture.SeedUnused("us-west-2")];
        string[] sweep = ["sweep", "--regions", "us-east-1,us-west-2", "--deletion", "enforce", "--disabled-days", "0", "--idle-days", "0", "--output", "json"];
        var run = (await Fixture.RunAsync(sweep)).Json.GetProperty("runId").GetString()!;

        var answer = await Fixture.RunAsync("rollback", "--run", run, "--regions", "us-east-1,us-west-2", "--output", "json");

        answer.ExitCode.ShouldBe(0, answer.Error);
        Entries(answer).Order().ShouldBe(keys.Order(StringComparer.Ordinal).Select(key => (key, "restored", "Disabled")));
        var next = (await Fixture.RunAsync(sweep)).Json.GetProperty("keys").EnumerateArray().ToList();
        next.Count.ShouldBe(3);
        next.ShouldAllBe(key => key.GetProperty("outcome").GetString() == "held" && key.GetProperty("reasons")[0].GetString() == "hold-tag");
    }

    [Fact]
    public async Task A_dry_run_writes_nothing()
    {
        var arn = Pending();

        var answer = await Fixture.RunAsync("rollback", arn, "--dry-run", "--re-enable");

        answer.ExitCode.ShouldBe(0, answer.Error);
        answer.Output.ShouldContain("Dry run");
        Fixture.Writes().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("12345678-1234-1234-1234-123456789012")]
    [InlineData("arn:aws:kms:us-west-2:111122223333:key/12345678-1234-1234-1234-123456789012")]
    public async Task What_does_not_exist_is_refused_and_nothing_is_changed(string what)
    {
        var arn = Pending();

        var answer = await Fixture.RunAsync("rollback", what);

        answer.ShouldBeRefused();
        answer = await Fixture.RunAsync(["rollback", .. what.Split(' ')]);
        answer.ShouldBeRefused().ShouldContain("othing was changed");
        Fixture.Writes().ShouldBeEmpty();
        arn.ShouldNotBeNull();
    }

    [Theory]
    [InlineData("text")]
    [InlineData("json")]
    public async Task A_run_that_no_key_carries_is_no_error_of_input_but_told(string output)
    {
        Pending();

        var answer = await Fixture.RunAsync(
            "rollback", "--run", "20260101T000000Z-00000000", "--regions", "us-east-1,eu-west-1", "--output", output);

        answer.ExitCode.ShouldBe(1);
        answer.Output.ShouldContain("in us-east-1, eu-west-1 carries the run 20260101T000000Z-00000000; nothing was changed");
        Fixture.Writes().ShouldBeEmpty();
    }

    [Fact]
    public async Task Everything_pending_needs_its_own_flag_and_its_Regions()
    {
        var (here, there) = (Pending(), Pending("eu-west-1"));

        (await Fixture.RunAsync("rollback", "--all-pending")).ShouldBeRefused().ShouldContain("name the --regions");
        (await Fixture.RunAsync("rollback", "--regions", "us-east-1")).ShouldBeRefused().ShouldContain("everything that is pending");
        (await Fixture.RunAsync("rollback", here, "--all-pending", "--regions", "us-east-1")).ShouldBeRefused();
        Fixture.Writes().ShouldBeEmpty();
        var answer = await Fixture.RunAsync("rollback", "--all-pending", "--regions", "eu-west-1", "--output", "json");

        answer.ExitCode.ShouldBe(0, answer.Error);
        Entries(answer).ShouldBe([(there, "restored", "Disabled")]);
    }

    [Fact]
    public async Task More_than_a_few_keys_are_told_of_while_they_are_at_work()
    {
        for (var i = 0; i < 30; i++)
        {
            Pending();
        }

        var answer = await Fixture.RunAsync("rollback", "--all-pending", "--regions", "us-east-1");

        answer.Error.Split('\n').ShouldBe(["30 keys to restore; KMS allows 5 a second in a Region ...", "25 of 30 keys done.", "30 of 30 keys done.", ""]);
        answer.Output.TrimEnd().ShouldEndWith("30 keys: 30 restored");
    }

    [Fact]
    public async Task One_notice_goes_to_the_topic()
    {
        var topic = Fixture.Sandbox.Sns.CreateTopic(CommandFixture.Account, "us-east-1", "kmsguard");

        var answer = await Fixture.RunAsync("rollback", Pending(), Pending(), "--topic-arn", topic);

        answer.ExitCode.ShouldBe(0, answer.Error);
        Fixture.Sandbox.Sns.Messages.ShouldHaveSingleItem().Subject.ShouldBe("[INFO] KmsGuard rollback: 2 restored, 0 not");
    }

    [Fact]
    public async Task A_key_that_does_not_exist_does_not_keep_another_from_being_taken_back()
    {
        var arn = Pending();

        var answer = await Fixture.RunAsync("rollback", arn, "12345678-1234-1234-1234-123456789012", "--output", "json");

        answer.ExitCode.ShouldBe(1);
        Entries(answer).ShouldContain((arn, "restored", "Disabled"));
        Entries(answer).ShouldContain(("12345678-1234-1234-1234-123456789012", "not-found", "unknown"));
    }

    [Fact]
    public async Task A_malformed_key_keeps_all_others_from_being_touched()
    {
        var arn = Pending();

        var answer = await Fixture.RunAsync("rollback", arn, "orders");

        answer.ShouldBeRefused().ShouldContain("'orders'");
        Fixture.Sandbox.Calls.Snapshot().ShouldBeEmpty();
    }

    private string Pending(string region = "us-east-1") => Fixture.Seed(region, new() { KeyState = "PendingDeletion" });

    private static IEnumerable<(string Arn, string Outcome, string After)> Entries(Answer answer) =>
        answer.Json.GetProperty("keys").EnumerateArray().Select(key => (Text(key, "arn"), Text(key, "outcome"), Text(key, "after")));

    private static string Text(JsonElement key, string name) => key.GetProperty(name).GetString() ?? "unknown";
}
