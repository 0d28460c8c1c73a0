using System.Text.Json;
using System.Text.RegularExpressions;
using KmsGuard.Cli.Help;

namespace KmsGuard.Cli.Tests;

/// <summary>The examples of the help, run as they are written against the sandbox.</summary>
public sealed partial class ExampleTests : CommandTest
{
    // The demo has tests of its own, the sandbox runs until it is stopped, and a shell is needed to evaluate a script.
    private static readonly string[] Elsewhere = ["demo", "sandbox"];

    public static TheoryData<string> Lines => [.. All];

    private static IEnumerable<string> All => HelpPages.Commands.Except(Elsewhere).SelectMany(command => HelpPages.ExamplesOf(command))
        .Select(example => example.Line).Where(line => !line.StartsWith("eval ", StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Lines))]
    public async Task An_example_runs_as_it_is_written(string line)
    {
        var words = await WordsAsync(line);

        // A command that calls nothing takes no endpoint.
        var answer = words[0] == "completion" ? await CommandFixture.RunBareAsync("", words) : await Fixture.RunAsync(words);

        answer.ExitCode.ShouldBe(0, answer.Error);
    }

    [Fact]
    public void Variables_are_those_that_are_explained() =>
        All.SelectMany(line => Variable().Matches(line)).Select(match => match.Groups[1].Value).Distinct().Except(HelpPages.Variables.Keys).ShouldBeEmpty();

    // As a shell makes them, as far as examples go: blanks, both kinds of quotes, variables.
    private async Task<List<string>> WordsAsync(string line)
    {
        var values = await ValuesAsync();
        var words = Word().Matches(line).Select(match => match.Value switch
        {
            ['\'', .. var text, '\''] => text,
            ['"', '$', .. var name, '"'] => values[name],
            var word => word,
        }).ToList();
        words[0].ShouldBe("kmsguard");
        words.RemoveAt(0);
        if (words.IndexOf("--out") is >= 0 and var at)
        {
            words[at + 1] = Fixture.NewPath();
        }

        return words;
    }

    private async Task<Dictionary<string, string>> ValuesAsync()
    {
        Fixture.Seed();
        Fixture.SeedUnused("eu-west-1");
        var key = Fixture.Seed(seed: new() { KeyState = "PendingDeletion" });
        var sweep = await Fixture.RunAsync("sweep", "--deletion", "enforce", "--disabled-days", "0", "--idle-days", "0", "--regions", "eu-west-1", "--output", "json");
        var plan = Fixture.NewPath();
        await Fixture.RunAsync("plan", "--out", plan);
        return new()
        {
            ["ACCOUNT"] = CommandFixture.Account,
            ["EVENT"] = Fixture.Write(
                $$"""
                {"version":"0","id":"1","detail-type":"AWS API Call via CloudTrail","source":"aws.kms","account":"{{CommandFixture.Account}}",
                "time":"2026-11-22T03:04:05Z","region":"us-east-1","resources":[],"detail":{"eventSource":"kms.amazonaws.com","eventName":"DisableKey",
                "eventTime":"2026-11-22T03:04:05Z","awsRegion":"us-east-1","requestParameters":{"keyId":"{{key}}" },"eventID":"1",
                "userIdentity":{"type":"IAMUser","arn":"arn:aws:iam::{{CommandFixture.Account}}:user/ann","userName":"ann","accountId":"{{CommandFixture.Account}}" } } }
                """),
            ["DIGEST"] = JsonDocument.Parse(await File.ReadAllTextAsync(plan)).RootElement.GetProperty("digest").GetString()!,
            ["KEY"] = key,
            ["PLAN"] = plan,
            ["RUN"] = sweep.Json.GetProperty("runId").GetString()!,
            ["TOPIC"] = Fixture.Sandbox.Sns.CreateTopic(CommandFixture.Account, "us-east-1", "kmsguard"),
        };
    }

    [GeneratedRegex("""'[^']*'|"[^"]*"|\S+""")]
    private static partial Regex Word();

    [GeneratedRegex(@"""\$([A-Z]+)""")]
    private static partial Regex Variable();
}
