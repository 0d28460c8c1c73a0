using System.Net;
using System.Text.Json;
using KmsGuard.Detect;
using KmsGuard.Sandbox.Faults;
using KmsGuard.Sandbox.Kms;
using KmsGuard.Sandbox.Wire;

namespace KmsGuard.Lambda.Tests;

[Trait("Proof", "attacks")]
public class AlertDeliveryTests
{
    // What nothing waits for but a test that has failed.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    [Theory]
    [InlineData("Throttled", HttpStatusCode.TooManyRequests, 1)]
    [InlineData("InternalError", HttpStatusCode.InternalServerError, 3)]
    public async Task A_topic_that_refuses_for_a_while_gets_the_notice_in_the_end(string code, HttpStatusCode status, int refusals)
    {
        await using var account = await TestAccount.StartAsync();
        var disabled = await DisableKeyAsync(account);
        var left = refusals;
        account.Sandbox.Sns.Refuse = _ => left-- > 0 ? new AwsException(code, "Not now", status) : null;
        using var composition = account.Compose(FunctionKind.Alert);
        var metrics = MetricLines.Of(composition);

        await new AlertFunction(composition).HandleAsync(disabled, TestAccount.Context());

        account.Sandbox.Sns.Messages.ShouldHaveSingleItem();
        metrics.Sum("Alerts").ShouldBe(1);
        metrics.Sum("PublishRetries").ShouldBe(refusals);
        metrics.Sum("PublishFailures").ShouldBe(0);
        metrics.Sum("TopicKeyUnusable").ShouldBe(0);
        metrics.Sum("SecondsToPublish").ShouldNotBeNull();
    }

    [Theory]
    [InlineData("KMSDisabled")]
    [InlineData("KMSInvalidState")]
    [InlineData("KMSAccessDenied")]
    public async Task A_topic_whose_own_key_cannot_be_used_is_said_loudly_and_at_once(string code)
    {
        await using var account = await TestAccount.StartAsync();
        var disabled = await DisableKeyAsync(account);
        var tries = 0;
        account.Sandbox.Sns.Refuse = _ =>
        {
            tries++;
            return new AwsException(code, "The request was rejected because of the topic's key.");
        };
        using var composition = account.Compose(FunctionKind.Alert);
        var metrics = MetricLines.Of(composition);
        var context = TestAccount.Context();
        var levels = new LevelLogger();
        context.Logger = levels;

        var refused = await Should.ThrowAsync<FailureException>(() => new AlertFunction(composition).HandleAsync(disabled, context));

        refused.Failure.Code.ShouldBe(code);
        tries.ShouldBe(1);
        levels.Lines.ShouldContain(line => line.Level == "Critical" && line.Message.StartsWith("NOBODY IS TOLD: the key that encrypts the topic", StringComparison.Ordinal));
        metrics.Sum("TopicKeyUnusable").ShouldBe(1);
        metrics.Sum("PublishFailures").ShouldBe(1);
        metrics.Sum("Alerts").ShouldBe(0);
    }

    [Fact]
    public async Task A_topic_that_refuses_throughout_fails_the_invocation_in_its_time_and_nothing_is_lost()
    {
        await using var account = await TestAccount.StartAsync();
        var disabled = await DisableKeyAsync(account);
        account.Sandbox.Sns.Refuse = _ => new AwsException("InternalError", "Not now", HttpStatusCode.InternalServerError);
        // The pauses between the first tries are a second and a half in all.
        account.Patience = 5;
        using var composition = account.Compose(FunctionKind.Alert);
        var metrics = MetricLines.Of(composition);

        // Lambda tries an event three times; the function is as new for each of them, or the same.
        for (var delivery = 1; delivery <= 2; delivery++)
        {
            var refused = await Should.ThrowAsync<FailureException>(
                () => new AlertFunction(composition).HandleAsync(disabled, Short()).WaitAsync(Patience));
            refused.Failure.Code.ShouldBe("InternalError");
        }

        metrics.Sum("PublishFailures").ShouldBe(2);
        metrics.Sum("PublishRetries")!.Value.ShouldBeGreaterThan(2);
        account.Sandbox.Sns.Messages.ShouldBeEmpty();
        account.Sandbox.Sns.Refuse = null;
        await new AlertFunction(composition).HandleAsync(disabled, TestAccount.Context());

        account.Sandbox.Sns.Messages.ShouldHaveSingleItem().Subject!.ShouldContain("key disabled");
        metrics.Sum("Alerts").ShouldBe(1);
        metrics.Sum("LeftOut").ShouldBeNull();
    }

    [Fact]
    public async Task A_topic_that_never_answers_fails_the_invocation_in_its_time_and_nothing_is_lost()
    {
        await using var account = await TestAccount.StartAsync();
        var disabled = await DisableKeyAsync(account);
        account.Sandbox.Faults = FaultPlan.Always(FaultKind.Hang, "Publish");
        // Long enough to come to publishing.
        account.Patience = 5;
        using var composition = account.Compose(FunctionKind.Alert);
        var metrics = MetricLines.Of(composition);

        await Should.ThrowAsync<TimeoutException>(() => new AlertFunction(composition).HandleAsync(disabled, Short()).WaitAsync(Patience));
        metrics.Sum("PublishFailures").ShouldBe(1);
        account.Sandbox.Faults = FaultPlan.None;
        await new AlertFunction(composition).HandleAsync(disabled, TestAccount.Context());

        account.Sandbox.Sns.Messages.ShouldHaveSingleItem();
        metrics.Sum("Alerts").ShouldBe(1);
    }

    private static async Task<JsonElement> DisableKeyAsync(TestAccount account)
    {
        await account.Person.DisableKeyAsync(account.Plant(new KeySeed()));
        return account.LastEvent;
    }

    private static Amazon.Lambda.TestUtilities.TestLambdaContext Short()
    {
        var context = TestAccount.Context();
        context.RemainingTime = TimeSpan.FromSeconds(3);
        return context;
    }
}
