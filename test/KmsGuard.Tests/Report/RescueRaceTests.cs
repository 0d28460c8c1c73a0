using System.Text.Json;
using System.Text.Json.Nodes;
using KmsGuard.Detect;
using KmsGuard.Evaluate;
using KmsGuard.Report;
using KmsGuard.Tests.Detect;
using KmsGuard.Tests.Remediate;
using Microsoft.Extensions.Logging.Abstractions;

namespace KmsGuard.Tests.Report;

/// <summary>What no wire can be made to do at will: somebody who is always faster.</summary>
public sealed class RescueRaceTests
{
    private const string Scheduled = "schedule-key-deletion.china.json";

    [Fact]
    public async Task A_scheduler_that_is_faster_than_every_hold_does_not_make_an_endless_exchange()
    {
        var happened = EventParser.Parse(EventFiles.Load(Scheduled)).Event!;
        var cancels = 0;
        FakeKms kms = null!;
        kms = new([In(KeyState.PendingDeletion)])
        {
            // KMS cancels, and its answer is lost; then the other schedules before the tag is written.
            Fault = (called, _) => called switch
            {
                "CancelKeyDeletion" when ++cancels > 0 => Becomes(KeyState.Disabled, called),
                "TagResource" => Becomes(KeyState.PendingDeletion, called),
                _ => null,
            },
        };
        var clock = new FixedTime(AlertKeys.Now);
        var sink = new KeptNotices();
        var options = new AlertOptions { Rescue = new() { Mode = RescueMode.Unapproved } };
        var alerting = new Alerting(new One(kms), options, new(clock), clock, NullLogger.Instance);

        for (var call = 0; call < 10; call++)
        {
            var again = JsonNode.Parse(EventFiles.Load(Scheduled).GetRawText())!;
            again["detail"]!["eventID"] = $"{call}";
            await alerting.HandleAsync(JsonElement.Parse(again.ToJsonString()), sink, default);
        }

        cancels.ShouldBe(RescueRule.MostRescues);
        sink.Notices.Count.ShouldBe(10);
        sink.Notices.ShouldAllBe(notice => notice.Subject.StartsWith("[CRITICAL] KMS key deletion scheduled, NOT RESCUED"));
        sink.Notices[0].Body.ShouldContain("failed, by rule unapproved: TagResource: ");
        sink.Notices[^1].Body.ShouldContain("withheld, by rule unapproved: 3 rescues of this key could not be counted");

        Failure Becomes(KeyState state, string operation)
        {
            kms.Change(happened.Key!, _ => In(state));
            return new(FailureKind.InvalidState, operation, "KMSInvalidStateException", "is not in that state");
        }

        KeySnapshot In(KeyState state) => Keys.Unused() with
        {
            Arn = happened.Key!,
            Description = Reading.Of(Keys.Description(state) with { Arn = happened.Key! }),
        };
    }
}
