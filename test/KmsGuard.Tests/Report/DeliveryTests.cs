using KmsGuard.Detect;
using KmsGuard.Report;
using Microsoft.Extensions.Logging;

namespace KmsGuard.Tests.Report;

public sealed class DeliveryTests
{
    private static readonly Notice Notice = new("subject", "body", new Dictionary<string, string>());

    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(30);

    private readonly ManualTime time = new();
    private readonly KeptLog log = new();

    [Fact]
    public async Task A_notice_that_is_refused_for_a_while_is_delivered_in_the_end()
    {
        var sink = new KeptNotices(Failing("Throttling"), Failing("InternalError"), Failing("KMSThrottling"));
        var delivery = new Delivery(sink, time, log);

        await time.RunAsync(() => delivery.PublishAsync(Notice, Budget, default));

        sink.Notices.ShouldBe([Notice]);
        delivery.Retries.ShouldBe(3);
        delivery.TopicKeyUnusable.ShouldBeFalse();
        (time.Now - Keys.Now).ShouldBe(TimeSpan.FromMilliseconds(200 + 400 + 800));
    }

    [Theory]
    [InlineData("NotFound", false)]
    [InlineData("InvalidParameter", false)]
    [InlineData("AuthorizationError", false)]
    [InlineData("KMSDisabled", true)]
    [InlineData("KMSInvalidState", true)]
    [InlineData("KMSInvalidStateException", true)]
    [InlineData("KMSNotFound", true)]
    [InlineData("KMSAccessDenied", true)]
    public async Task What_no_retry_can_change_fails_at_once_and_a_topic_whose_key_is_gone_is_said_loudly(string code, bool topicKey)
    {
        var sink = new KeptNotices(Failing(code));
        var delivery = new Delivery(sink, time, log);

        var failure = await Should.ThrowAsync<FailureException>(time.RunAsync(() => delivery.PublishAsync(Notice, Budget, default)));

        failure.Failure.Code.ShouldBe(code);
        sink.Tries.ShouldBe(1);
        delivery.TopicKeyUnusable.ShouldBe(topicKey);
        log.Lines.Any(line => line.Level == LogLevel.Critical && line.Line.Contains("NOBODY IS TOLD")).ShouldBe(topicKey);
    }

    [Fact]
    public async Task When_time_is_up_the_last_failure_is_thrown()
    {
        var sink = new KeptNotices([.. Enumerable.Range(1, 100).Select(i => Failing("Throttling", $"try {i}"))]);
        var delivery = new Delivery(sink, time, log);

        var failure = await Should.ThrowAsync<FailureException>(time.RunAsync(() => delivery.PublishAsync(Notice, Budget, default)));

        (time.Now - Keys.Now).ShouldBe(Budget);
        // 0.2, 0.4, 0.8, 1.6 and 3.2 seconds, then 5 each.
        sink.Tries.ShouldBe(10);
        delivery.Retries.ShouldBe(9);
        failure.Failure.Message.ShouldBe("try 10");
    }

    [Fact]
    public async Task When_the_invocation_ends_first_the_last_failure_is_thrown()
    {
        using var invocation = new CancellationTokenSource(TimeSpan.FromSeconds(1), time);
        var sink = new KeptNotices([.. Enumerable.Range(1, 100).Select(i => Failing("Throttling", $"try {i}"))]);

        var failure = await Should.ThrowAsync<FailureException>(
            time.RunAsync(() => new Delivery(sink, time, log).PublishAsync(Notice, Budget, invocation.Token)));

        (time.Now - Keys.Now).ShouldBe(TimeSpan.FromSeconds(1));
        failure.Failure.Message.ShouldBe("try 3");
    }

    [Fact]
    public async Task A_topic_that_never_answers_is_a_failure_that_says_so()
    {
        var failure = await Should.ThrowAsync<FailureException>(
            time.RunAsync(() => new Delivery(new Silent(time), time, log).PublishAsync(Notice, Budget, default)));

        failure.Message.ShouldContain("no answer within 30 seconds");
    }

    [Fact]
    public async Task What_SNS_says_cannot_forge_a_log_line()
    {
        await time.RunAsync(() => new Delivery(new KeptNotices(Failing("Throttling", "slow\r\nCRITICAL all is well")), time, log).PublishAsync(Notice, Budget, default));

        log.Lines.ShouldHaveSingleItem().Line.ShouldEndWith("slow CRITICAL all is well");
    }

    private static FailureException Failing(string code, string message = "no") => new(new Failure(FailureKind.Service, "Publish", code, message));

    private sealed class Silent(TimeProvider time) : INoticeSink
    {
        public Task PublishAsync(Notice notice, CancellationToken cancellationToken) => Task.Delay(TimeSpan.FromDays(1), time, cancellationToken);
    }
}
