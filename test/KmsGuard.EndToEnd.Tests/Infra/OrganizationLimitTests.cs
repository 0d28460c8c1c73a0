using System.Text.Json.Nodes;
using KmsGuard.EndToEnd.Tests.Infra.Organization;
using KmsGuard.Sandbox;

namespace KmsGuard.EndToEnd.Tests.Infra;

/// <summary>More accounts than one Map Run takes, each with the longest answer that a sweep can give: everything stays below Step
/// Functions' 256 KiB, which the interpreter holds every input, output and variable to.</summary>
public sealed class OrganizationLimitTests(Jsonata jsonata) : IClassFixture<Jsonata>
{
    private const int Accounts = 310, MaxAccount = 800;

    [JsonataFact]
    public async Task The_worst_night_of_more_accounts_than_a_Map_Run_takes_is_told_of_whole()
    {
        await using var scene = OrganizationScene.Of(jsonata, await AwsSandbox.StartAsync(), payload => Task.FromResult<JsonNode?>(Worst((string)payload["regions"]![0]!)));
        scene.Pages = [.. Enumerable.Range(0, Accounts).Select(i => $"{100_000_000_000 + i}").Chunk(20)];
        scene.Values["Regions"] = "us-east-1";
        scene.Values["MessageFormat"] = "json";

        var night = await scene.RunAsync();

        night.Error.ShouldBeNull();
        night.Output!["totals"]!["accountsFailed"]!.GetValue<int>().ShouldBe(Accounts);
        scene.Objects.Count.ShouldBe(Accounts);
        scene.MapOutputs.Select(output => output!.AsArray().Count).ShouldBe([300, 10], ignoreOrder: true);
        scene.MapOutputs.SelectMany(output => output!.AsArray()).Max(child => StateScope.Size(child!)).ShouldBeInRange(MaxAccount / 2, MaxAccount);
        var notice = JsonNode.Parse(scene.Sandbox.Sns.Messages.ShouldHaveSingleItem().Message)!;
        notice["failed"]!.AsArray().Count.ShouldBe(50);
        notice["lastChance"]!.AsArray().Select(key => (int)key!["days"]!).ShouldBe(Enumerable.Repeat(1, 50));
    }

    // Counts of six digits, errors that JSON would have to escape, and keys in the Region with the longest name.
    private static JsonObject Worst(string region)
    {
        var keys = Enumerable.Range(0, 30).Select(i => new JsonObject
        {
            ["arn"] = $"arn:aws-us-gov:kms:us-gov-west-1:111122223333:key/mrk-{i:D32}",
            ["state"] = "PendingDeletion",
            ["outcome"] = "changed",
            ["action"] = "ScheduleKeyDeletion",
            ["reasons"] = new JsonArray("breaker-open"),
            ["daysLeft"] = 1 + (i % 2),
            ["detail"] = new string('"', 250),
        });
        var answer = OrganizationFailureTests.Answer(region, error: string.Concat(Enumerable.Repeat("x\"\\\n\u20ac", 100)), keys: [.. keys]);
        answer["regions"]![0]!["listed"] = 900_000;
        foreach (var name in new[] { "changed", "planned", "failed", "unreadable" })
        {
            answer["regions"]![0]!["outcomes"]![name] = 100_000;
        }

        return answer;
    }
}
