using System.Text.Json;
using KmsGuard.Detect;
using KmsGuard.Evaluate;
using KmsGuard.Remediate;
using KmsGuard.Report;
using KmsGuard.Tests.Detect;
using KmsGuard.Tests.Remediate;
using Microsoft.Extensions.Logging.Abstractions;

namespace KmsGuard.Tests.Report;

public sealed class AlertingTests
{
    private static readonly KeyArn Arn = KeyArn.Parse("arn:aws:kms:eu-west-1:111122223333:key/0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f1");

    private static readonly KeySnapshot Disabled = Keys.Unused() with
    {
        Arn = Arn,
        Aliases = Keys.Aliases("alias/payments"),
        Description = Reading.Of(Keys.Description(KeyState.Disabled) with { Arn = Arn, Description = "card data\r\nFAKE LINE" }),
        Rotation = Reading.Of(new RotationStatus(false)),
        Tags = Keys.Tags(("team", "payments")),
    };

    [Fact]
    public async Task An_alert_says_what_who_when_and_how_to_undo_it()
    {
        var (result, sink, kms) = await HandleAsync("disable-key.role.json", new FakeKms([Disabled]));

        var notice = sink.Notices.ShouldHaveSingleItem();
        notice.Subject.ShouldBe("[HIGH] KMS key disabled: alias/payments in 111122223333 eu-west-1");
        notice.Body.ShouldContain("role Developer, session alice");
        notice.Body.ShouldContain("2026-10-01 08:15:30 UTC");
        notice.Body.ShouldContain("card data FAKE LINE");
        notice.Body.ShouldContain($"kmsguard rollback {Arn} --re-enable");
        notice.Body.ShouldContain($"aws kms enable-key --region eu-west-1 --key-id {Arn}");
        notice.Attributes.ShouldBe(new Dictionary<string, string>
        {
            ["kind"] = "alert",
            ["severity"] = "HIGH",
            ["event"] = "DisableKey",
            ["account"] = "111122223333",
            ["region"] = "eu-west-1",
            ["keyArn"] = Arn.ToString(),
            ["principal"] = "arn:aws:sts::111122223333:assumed-role/Developer/alice",
            ["eventId"] = "9b8a7c6d-0000-4000-8000-000000000001",
        }, ignoreOrder: true);
        result.Refusal.ShouldBeNull();
        kms.Writes.ShouldHaveSingleItem().Action.ShouldBe(new KeyAction.TagResource(KeyTags.DisabledSince, DisabledSince.ToTag(Keys.Now)));
    }

    [Theory]
    [InlineData(FailureKind.AccessDenied)]
    [InlineData(FailureKind.Throttled)]
    [InlineData(FailureKind.Service)]
    public async Task An_alert_goes_out_when_nothing_of_the_key_can_be_read(FailureKind kind)
    {
        var kms = new FakeKms([Disabled]) { Fault = (operation, _) => new Failure(kind, operation, $"{kind}Exception", "no") };

        var (_, sink, _) = await HandleAsync("disable-key.role.json", kms);

        var notice = sink.Notices.ShouldHaveSingleItem();
        notice.Subject.ShouldStartWith("[HIGH] KMS key disabled: 0f1e2d3c");
        notice.Body.ShouldContain($"could not be read: DescribeKey: {kind}Exception: no");
    }

    [Fact]
    public async Task An_alert_goes_out_when_KMS_hangs_whatever_it_is_asked_to_do()
    {
        var (_, sink, _) = await HandleAsync(
            "disable-key.role.json", new Stuck(), new AlertOptions { EnrichmentBudget = TimeSpan.FromMilliseconds(50) });

        sink.Notices.ShouldHaveSingleItem().Body.ShouldContain("no answer within 0.1 seconds");
    }

    [Fact]
    public async Task A_notice_that_is_not_delivered_fails_the_event_and_marks_nothing()
    {
        var kms = new FakeKms([Disabled]);
        var alerting = new Alerting(new One(kms), new AlertOptions(), Memory, Clock, NullLogger.Instance);

        await Should.ThrowAsync<IOException>(() => alerting.HandleAsync(EventFiles.Load("disable-key.role.json"), new Broken(), default));

        kms.Writes.ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_a_topic_nothing_is_written()
    {
        var kms = new FakeKms([Disabled]);

        var result = await new Alerting(new One(kms), new AlertOptions(), Memory, Clock, NullLogger.Instance)
            .HandleAsync(EventFiles.Load("disable-key.role.json"), null, default);

        result.Notice.ShouldNotBeNull();
        kms.Writes.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("put-key-policy.json", KeyState.Enabled, false)]
    [InlineData("put-key-policy.json", KeyState.PendingDeletion, true)]
    [InlineData("put-key-policy.json", KeyState.PendingReplicaDeletion, true)]
    [InlineData("refused.other-service.json", KeyState.Enabled, false)]
    public async Task A_new_policy_is_told_only_of_a_key_that_is_pending_deletion(string file, KeyState state, bool told)
    {
        var key = Disabled with { Description = Reading.Of(Keys.Description(state) with { Arn = Arn }) };

        var (_, sink, _) = await HandleAsync(file, new FakeKms([key]));

        sink.Notices.Count.ShouldBe(told ? 1 : 0);
    }

    [Theory]
    [InlineData("disable-key.role.json", "arn:aws:iam::111122223333:role/Dev*", Severity.MEDIUM)]
    [InlineData("disable-key.role.json", "arn:aws:iam::111122223333:role/kmsguard-*", Severity.HIGH)]
    [InlineData("schedule-key-deletion.denied.json", "", Severity.LOW)]
    [InlineData("schedule-key-deletion.china.json", "", Severity.CRITICAL)]
    [InlineData("decrypt.pending-deletion.json", "", Severity.HIGH)]
    [InlineData("native.deletion.json", "", Severity.CRITICAL)]
    [InlineData("cancel-key-deletion.json", "", Severity.INFO)]
    [InlineData("disable-key-rotation.json", "", Severity.MEDIUM)]
    public async Task The_severity_follows_from_what_was_done_and_by_whom(string file, string own, Severity severity)
    {
        var options = new AlertOptions { OwnRoles = own.Length == 0 ? [] : [new Glob(own)] };

        var (result, _, _) = await HandleAsync(file, new FakeKms([Disabled]), options);

        result.Alert!.Severity.ShouldBe(severity);
    }

    [Theory]
    [InlineData(MessageFormat.Json, "headline")]
    [InlineData(MessageFormat.Chat, "version")]
    public async Task Machines_get_valid_JSON(MessageFormat format, string property)
    {
        var (_, sink, _) = await HandleAsync("disable-key.role.json", new FakeKms([Disabled]), new AlertOptions { Format = format });

        JsonDocument.Parse(sink.Notices.Single().Body).RootElement.TryGetProperty(property, out _).ShouldBeTrue();
    }

    private static async Task<(AlertResult Result, KeptNotices Sink, FakeKms Kms)> HandleAsync(string file, FakeKms kms, AlertOptions? options = null) =>
        await HandleAsync(file, new One(kms), options) is var (result, sink, _) ? (result, sink, kms) : throw new InvalidOperationException();

    private static async Task<(AlertResult Result, KeptNotices Sink, IKmsRegions Regions)> HandleAsync(string file, IKmsRegions regions, AlertOptions? options)
    {
        var sink = new KeptNotices();
        var alerting = new Alerting(regions, options ?? new AlertOptions(), Memory, Clock, NullLogger.Instance);
        return (await alerting.HandleAsync(EventFiles.Load(file), sink, default), sink, regions);
    }

    private static FixedTime Clock { get; } = new(Keys.Now);

    private static AlertMemory Memory => new(Clock);

    private sealed class Broken : INoticeSink
    {
        public Task PublishAsync(Notice notice, CancellationToken cancellationToken) => throw new IOException("SNS is away");
    }
}
