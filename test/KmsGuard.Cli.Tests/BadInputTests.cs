namespace KmsGuard.Cli.Tests;

/// <summary>Whatever is wrong with what was asked for, one line says so, and AWS is not even called.</summary>
public sealed class BadInputTests(CommandFixture fixture) : IClassFixture<CommandFixture>
{
    private const string Key = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

    public static TheoryData<string, string> Cases => new()
    {
        { "sweep --window-days 5", "--window-days is '5'; it must be a whole number from 7 to 30." },
        { "sweep --window-days 31", "from 7 to 30" },
        { "sweep --window-days seven", "from 7 to 30" },
        { "sweep --rotation-period-days 89", "from 90 to 2560" },
        { "sweep --disabled-days -1", "from 0 to 3650" },
        { "sweep --quota-share 0", "from 1 to 100" },
        { "sweep --deletion yes", "one of off, dry-run, enforce" },
        { "sweep --regions us-east-9", "--regions is 'us-east-9'" },
        { "sweep --regions us-east-1,nowhere", "--regions is 'nowhere'" },
        { "sweep --accounts 1234 --role-name r", "--accounts is '1234'" },
        { "sweep --accounts 111122223333", "--role-name is ''" },
        { "sweep --topic-arn topic", "--topic-arn is 'topic'" },
        { "sweep --output yaml", "--output is 'yaml'; it must be one of text, json, csv, html, asff." },
        { "sweep --unknown 1", "--unknown" },
        { "sweep --window-days", "kmsguard: --window-days has no value" },
        { "sweep --window-days --idle-days 0", "--window-days has no value" },
        { "sweep --window-days 7 --window-days 8", "--window-days" },
        { "sweep stray", "stray" },
        { "sweep @stray", "@stray" },
        { "sweep --out /nowhere/at/all", "/nowhere/at/all" },
        { "plan", "--out is missing" },
        { "plan --out", "--out has no value" },
        { "plan --out /nowhere/at/all", "/nowhere/at/all" },
        { "plan --topic-arn arn:aws:sns:us-east-1:111122223333:notices --out plan.json", "--topic-arn" },
        { "apply", "'apply'" },
        { "apply --unknown", "--unknown" },
        { "apply /nowhere/plan.json", "/nowhere/plan.json" },
        { "apply /nowhere/plan.json --digest md5:1234", "--digest is 'md5:1234'" },
        { "apply /nowhere/plan.json --rotation enforce", "--rotation" },
        { "rollback", "either keys or a run id" },
        { "rollback alias/orders", "'alias/orders' is neither the id nor the ARN" },
        { "rollback " + Key + " --run 20260101T000000Z-00000000", "either keys or a run id" },
        { "rollback --run a/b", "'a/b' is no run id" },
        { "rollback --unknown " + Key, "--unknown" },
        { "rollback " + Key + " --output csv", "--output is 'csv'" },
        { "explain", "'explain'" },
        { "explain alias/orders", "'alias/orders' is neither the id nor the ARN" },
        { "explain --window-days 5 " + Key, "--window-days is '5'" },
        { "alert", "'alert'" },
        { "alert /nowhere/event.json", "/nowhere/event.json" },
        { "alert --unknown", "--unknown" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Bad_input_is_told_in_one_line_and_nothing_is_called(string command, string expected)
    {
        var answer = await fixture.RunAsync(command.Split(' '));

        answer.ShouldBeRefused().ShouldContain(expected);
        fixture.Sandbox.Calls.Snapshot().ShouldBeEmpty();
    }

    [Fact]
    public async Task Several_bad_options_are_named_at_once()
    {
        var answer = await fixture.RunAsync("sweep", "--window-days", "5", "--rotation", "maybe", "--regions", "mars", "--output", "yaml");

        var line = answer.ShouldBeRefused();
        line.ShouldSatisfyAllConditions(
            () => line.ShouldContain("--window-days"),
            () => line.ShouldContain("--rotation"),
            () => line.ShouldContain("--regions"),
            () => line.ShouldContain("--output"));
    }

    [Theory]
    [InlineData("--exempt-alias", "")]
    [InlineData("--regions", " ")]
    [InlineData("--max-deletions", "")]
    [InlineData("--regions", ",")]
    public async Task An_option_that_an_unset_shell_variable_left_empty_is_refused(string option, string value)
    {
        var answer = await fixture.RunAsync("sweep", option, value);

        answer.ShouldBeRefused().ShouldContain($"{option} is empty");
    }

    [Theory]
    [InlineData("sweep", "--region", "xx-nowhere-1")]
    [InlineData("sweep", "--region", "us-east-1.example.com")]
    public async Task A_home_Region_that_is_none_is_refused(params string[] args)
    {
        var answer = await CommandFixture.RunAtAsync(fixture.Sandbox.Endpoint, "", args);

        answer.ShouldBeRefused().ShouldContain("--region");
    }

    [Fact]
    public async Task Without_any_Region_the_line_says_how_to_name_one()
    {
        var answer = await CommandFixture.RunAtAsync(fixture.Sandbox.Endpoint, "", "sweep");

        answer.ShouldBeRefused().ShouldContain("--region");
    }

    [Fact]
    public async Task An_endpoint_that_is_no_URL_is_refused()
    {
        var answer = await CommandFixture.RunBareAsync("", "sweep", "--region", "us-east-1", "--endpoint-url", "localhost");

        answer.ShouldBeRefused().ShouldContain("'localhost'");
    }

    [Fact]
    public async Task Control_characters_in_what_was_typed_do_not_reach_the_terminal()
    {
        var answer = await fixture.RunAsync("sweep", "--rotation", "\e[2Joff\nkmsguard: all is well");

        answer.ShouldBeRefused().ShouldNotContain("\e");
    }

    [Fact]
    public async Task A_command_that_is_none_is_refused()
    {
        var answer = await CommandFixture.RunBareAsync("", "swep");

        answer.ShouldBeRefused().ShouldContain("--help");
    }

    [Fact]
    public async Task Without_a_command_the_help_is_shown_as_an_error_so_that_a_script_does_not_take_it_for_success()
    {
        var answer = await CommandFixture.RunBareAsync("");

        answer.ExitCode.ShouldBe(2);
        answer.Output.ShouldBeEmpty();
        answer.Error.ShouldContain("Usage: kmsguard COMMAND [options]");
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("sweep --help")]
    [InlineData("plan --help")]
    [InlineData("apply --help")]
    [InlineData("rollback --help")]
    [InlineData("alert --help")]
    [InlineData("explain -h")]
    [InlineData("--version")]
    public async Task Help_is_an_answer(string command)
    {
        var answer = await CommandFixture.RunBareAsync("", command.Split(' '));

        answer.ExitCode.ShouldBe(0, answer.Error);
        answer.Output.ShouldNotBeEmpty();
        answer.Error.ShouldBeEmpty();
    }
}
