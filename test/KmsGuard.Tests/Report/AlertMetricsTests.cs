using KmsGuard.Detect;
using KmsGuard.Report;
using KmsGuard.Tests.Detect;
using KmsGuard.Tests.Remediate;
using Microsoft.Extensions.Logging.Abstractions;

namespace KmsGuard.Tests.Report;

public sealed class AlertMetricsTests
{
    private readonly List<string> lines = [];

    [Fact]
    public async Task An_alert_is_counted_by_kind_and_severity_with_the_seconds_it_took()
    {
        await HandleAsync("disable-key.role.json", new KeptNotices());

        var line = EmfLine.Read(lines.ShouldHaveSingleItem());
        line.Dimensions.ShouldBe(new Dictionary<string, string> { ["Function"] = "alert", ["Kind"] = "key-disabled", ["Severity"] = "CRITICAL" });
        line.Metrics.ShouldBe(new Dictionary<string, (string, double)>
        {
            ["Alerts"] = ("Count", 1),
            ["PublishFailures"] = ("Count", 0),
            ["PublishRetries"] = ("Count", 0),
            ["TopicKeyUnusable"] = ("Count", 0),
            ["EnrichmentFailures"] = ("Count", 0),
            ["SecondsToPublish"] = ("Seconds", 35),
        });
    }

    [Theory]
    [InlineData("KMSDisabled", 1)]
    [InlineData("NotFound", 0)]
    public async Task An_alert_that_is_not_delivered_is_counted_as_that(string code, double topicKey)
    {
        var sink = new KeptNotices(new FailureException(new(FailureKind.Service, "Publish", code, "no")));

        await Should.ThrowAsync<FailureException>(HandleAsync("disable-key.role.json", sink));

        var metrics = EmfLine.Read(lines.ShouldHaveSingleItem()).Metrics;
        metrics["Alerts"].Value.ShouldBe(0);
        metrics["PublishFailures"].Value.ShouldBe(1);
        metrics["TopicKeyUnusable"].Value.ShouldBe(topicKey);
        metrics.Keys.ShouldNotContain("SecondsToPublish");
    }

    [Fact]
    public async Task A_publish_that_was_tried_again_is_counted()
    {
        await HandleAsync("disable-key.role.json", new KeptNotices(new FailureException(new(FailureKind.Throttled, "Publish", "Throttling", "no"))));

        EmfLine.Read(lines.ShouldHaveSingleItem()).Metrics["PublishRetries"].Value.ShouldBe(1);
    }

    [Fact]
    public async Task Every_fact_of_the_key_that_could_not_be_read_is_counted()
    {
        await HandleAsync("disable-key.role.json", new KeptNotices(), (operation, _) => new(FailureKind.AccessDenied, operation, "AccessDeniedException", "no"));

        EmfLine.Read(lines.ShouldHaveSingleItem()).Metrics["EnrichmentFailures"].Value.ShouldBe(6);
    }

    [Fact]
    public async Task An_event_that_was_told_already_is_counted_as_left_out()
    {
        var memory = new AlertMemory(Clock);
        await HandleAsync("disable-key.role.json", new KeptNotices(), memory: memory);
        await HandleAsync("disable-key.role.json", new KeptNotices(), memory: memory);

        var line = EmfLine.Read(lines[^1]);
        line.Dimensions.ShouldBe(new Dictionary<string, string> { ["Function"] = "alert", ["Kind"] = "key-disabled" });
        line.Metrics.ShouldBe(new Dictionary<string, (string, double)> { ["LeftOut"] = ("Count", 1) });
    }

    [Fact]
    public async Task An_event_that_is_none_is_counted_as_refused()
    {
        await HandleAsync("refused.other-service.json", new KeptNotices());

        var line = EmfLine.Read(lines.ShouldHaveSingleItem());
        line.Dimensions.ShouldBe(new Dictionary<string, string> { ["Function"] = "alert" });
        line.Metrics.ShouldBe(new Dictionary<string, (string, double)> { ["RefusedEvents"] = ("Count", 1) });
    }

    [Fact]
    public async Task What_is_only_written_and_not_published_is_no_alert()
    {
        await HandleAsync("disable-key.role.json", null);

        lines.ShouldBeEmpty();
    }

    [Fact]
    public void A_line_is_whole_whatever_its_figures()
    {
        var line = EmfLine.Read(EmbeddedMetrics.Write(Keys.Now, "sweep", [new("Rule", "a \"quoted\"\nline")], [new("One", "Count", 0.5), new("Two", "Seconds", 1e12)]));

        line.Dimensions["Rule"].ShouldBe("a \"quoted\"\nline");
        line.Metrics["One"].ShouldBe(("Count", 0.5));
        line.Metrics["Two"].ShouldBe(("Seconds", 1e12));
    }

    private static FixedTime Clock { get; } = new(AlertKeys.Now);

    private async Task HandleAsync(string file, INoticeSink? sink, Func<string, KeyArn?, Failure?>? fault = null, AlertMemory? memory = null)
    {
        var root = EventFiles.Load(file);
        var kms = EventParser.Parse(root).Event is { } happened ? AlertKeys.KmsOf(happened, fault) : new FakeKms([]);
        var options = new AlertOptions { Metrics = lines.Add };

        await new Alerting(new One(kms), options, memory ?? new(Clock), Clock, NullLogger.Instance).HandleAsync(root, sink, default);
    }
}
