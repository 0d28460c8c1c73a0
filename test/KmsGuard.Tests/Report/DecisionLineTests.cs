using System.Text.Json.Nodes;
using KmsGuard.Evaluate;
using KmsGuard.Report;

namespace KmsGuard.Tests.Report;

public sealed class DecisionLineTests
{
    [Fact]
    public void A_decision_is_one_line_of_JSON_with_everything_that_is_known_of_it()
    {
        var line = Write(Runs.Doomed(4, 24 * 29.5, Outcome.Changed));

        line.ShouldStartWith("{\"time\":");
        JsonNode.DeepEquals(JsonNode.Parse(line), JsonNode.Parse($$"""
            {"time":"2026-11-22T03:00:00+00:00","event":"decision","runId":"{{Runs.Id}}","account":"111122223333","region":"eu-west-1",
             "key":"{{Runs.ArnOf(4)}}","state":"PendingDeletion","outcome":"changed","rule":"deletion","action":"ScheduleKeyDeletion",
             "reasons":[],"detail":"deleted on 2026-12-21T15:00:00Z","deletionDate":"2026-12-21T15:00:00+00:00","daysLeft":30}
            """)).ShouldBeTrue(line);
    }

    [Fact]
    public void What_is_not_known_is_left_out()
    {
        var fields = JsonNode.Parse(Write(Runs.Unreadable(1)))!.AsObject().Select(field => field.Key);

        fields.ShouldBe(["time", "event", "runId", "account", "region", "key", "outcome", "reasons", "detail"], ignoreOrder: true);
    }

    [Fact]
    public void Evidence_that_somebody_else_wrote_can_neither_fake_a_line_nor_fill_the_log()
    {
        var line = Write(Runs.Failed(1) with { Detail = "\n{\"event\":\"decision\"}\r\n\u2028\u202e" + new string('x', 1_000_000) });

        line.ShouldNotContain("\n");
        line.Length.ShouldBeLessThan(4_000);
        JsonNode.Parse(line)!["detail"]!.GetValue<string>().ShouldStartWith("{\"event\":\"decision\"} xxx");
    }

    private static string Write(KeyReport key) => DecisionLine.Write(Keys.Now, Runs.Id, Runs.Account, "eu-west-1", key);
}
