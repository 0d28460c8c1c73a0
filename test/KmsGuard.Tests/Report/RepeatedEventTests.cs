using System.Text.Json;
using KmsGuard.Detect;
using KmsGuard.Evaluate;
using KmsGuard.Report;
using KmsGuard.Tests.Detect;
using KmsGuard.Tests.Remediate;
using Microsoft.Extensions.Logging.Abstractions;

namespace KmsGuard.Tests.Report;

/// <summary>Events that come more than once, and bursts, from the event to the topic.</summary>
public sealed class RepeatedEventTests
{
    [Fact]
    public async Task An_event_whose_notice_was_not_delivered_is_told_when_it_comes_again()
    {
        var time = new FixedTime(AlertKeys.Now);
        var alerting = Alerting("disable-key.role.json", time);
        var sink = new KeptNotices(new FailureException(new(FailureKind.Service, "Publish", "KMSDisabled", "no")));

        await Should.ThrowAsync<FailureException>(() => alerting.HandleAsync(EventFiles.Load("disable-key.role.json"), sink, default));
        (await alerting.HandleAsync(EventFiles.Load("disable-key.role.json"), sink, default)).Refusal.ShouldBeNull();
        (await alerting.HandleAsync(EventFiles.Load("disable-key.role.json"), sink, default)).Refusal.ShouldNotBeNull();

        sink.Notices.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_burst_of_uses_is_one_notice_and_the_copy_in_the_other_account_is_none()
    {
        var time = new ManualTime();
        var sink = new KeptNotices();
        var alerting = Alerting("encrypt.disabled.json", time);

        await alerting.HandleAsync(EventFiles.Load("decrypt.shared-owner-copy.json"), sink, default);
        await alerting.HandleAsync(EventFiles.Load("decrypt.shared-caller-copy.json"), sink, default);
        sink.Notices.Count.ShouldBe(1);

        await alerting.HandleAsync(EventFiles.Load("encrypt.disabled.json"), sink, default);
        await alerting.HandleAsync(Again(1), sink, default);
        await alerting.HandleAsync(Again(2), sink, default);
        sink.Notices.Count.ShouldBe(2);

        time.Advance(TimeSpan.FromHours(1));
        await alerting.HandleAsync(Again(3), sink, default);
        sink.Notices.Count.ShouldBe(3);
        sink.Notices[^1].Body.ShouldContain("2 more such calls since the last notice");

        static JsonElement Again(int i)
        {
            var root = EventFiles.Node("encrypt.disabled.json");
            root["detail"]!["eventID"] = $"again {i}";
            return JsonSerializer.SerializeToElement(root);
        }
    }

    [Fact]
    public async Task A_topic_whose_key_is_disabled_does_not_alert_for_ever_that_it_is()
    {
        var time = new ManualTime();
        var alerting = Alerting("encrypt.disabled.json", time, new() { OwnRoles = [new Glob("arn:aws:iam::111122223333:role/kmsguard-alert")] });
        var refused = new KeptNotices(new FailureException(new(FailureKind.Service, "Publish", "KMSDisabled", "no")));

        var mine = await alerting.HandleAsync(UsedBy("kmsguard-alert"), refused, default);

        mine.Refusal.ShouldNotBeNull();
        // Anybody else's use of the same key is an alert, which fails to be delivered, and comes again.
        await Should.ThrowAsync<FailureException>(() => alerting.HandleAsync(UsedBy("Developer"), refused, default));

        static JsonElement UsedBy(string role)
        {
            var root = EventFiles.Node("encrypt.disabled.json");
            root["detail"]!["eventName"] = "GenerateDataKey";
            root["detail"]!["userIdentity"]!["invokedBy"] = "sns.amazonaws.com";
            root["detail"]!["userIdentity"]!["sessionContext"]!["sessionIssuer"]!["arn"] = $"arn:aws:iam::111122223333:role/{role}";
            return JsonSerializer.SerializeToElement(root);
        }
    }

    private static Alerting Alerting(string file, TimeProvider time, AlertOptions? options = null) => new(
        new One(AlertKeys.KmsOf(EventParser.Parse(EventFiles.Load(file)).Event!)), options ?? new(), new(time), time, NullLogger.Instance);
}
