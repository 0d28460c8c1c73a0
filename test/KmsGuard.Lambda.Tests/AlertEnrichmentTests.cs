using System.Text.Json;
using Amazon.Lambda.TestUtilities;
using KmsGuard.Sandbox.Faults;
using KmsGuard.Sandbox.Kms;

namespace KmsGuard.Lambda.Tests;

/// <summary>An alert goes out whatever KMS does to whoever wants to know more.</summary>
public class AlertEnrichmentTests
{
    private static readonly string[] Reads =
        ["DescribeKey", "ListAliases", "ListResourceTags", "GetKeyRotationStatus", "ListGrants", "GetKeyLastUsage"];

    public static TheoryData<FaultKind, string> Reasons => new()
    {
        { FaultKind.Denial, "AccessDeniedException: User: " },
        { FaultKind.Throttle, "ThrottlingException: Rate exceeded" },
        { FaultKind.InternalError, "KMSInternalException: The request processing has failed" },
        { FaultKind.LoadBalancerError, "Http500: HTTP 500 without an AWS error code" },
        { FaultKind.Hang, "Timeout: no answer within 3 seconds" },
    };

    [Theory]
    [MemberData(nameof(Reasons))]
    public async Task Whatever_KMS_answers_to_every_read_the_alert_goes_out_and_says_so(FaultKind fault, string reason)
    {
        await using var account = await TestAccount.StartAsync();
        account.Retries = 0;
        var (arn, disabled) = await DisableKeyAsync(account);
        account.Sandbox.Faults = OnEveryRead(fault);
        // Where nothing is answered, nothing is missed by not waiting for it.
        account.Patience = fault == FaultKind.Hang ? 1 : account.Patience;
        using var composition = account.Compose(FunctionKind.Alert, "MESSAGE_FORMAT=json");
        var metrics = MetricLines.Of(composition);

        await new AlertFunction(composition).HandleAsync(disabled, Context());

        var message = JsonElement.Parse(account.Sandbox.Sns.Messages.ShouldHaveSingleItem().Message);
        message.GetProperty("keyArn").GetString().ShouldBe(arn);
        message.GetProperty("event").GetString().ShouldBe("DisableKey");
        var unread = message.GetProperty("unread").EnumerateArray().Select(one => one.GetString()!).ToList();
        unread.Select(one => one.Split(':')[0]).ShouldBe(Reads, ignoreOrder: true);
        unread.ShouldAllBe(one => one.Contains(reason, StringComparison.Ordinal));
        metrics.Sum("EnrichmentFailures").ShouldBe(Reads.Length);
        metrics.Sum("Alerts").ShouldBe(1);
    }

    [Fact]
    public async Task A_KMS_that_throttles_without_end_costs_the_budget_and_no_more()
    {
        await using var account = await TestAccount.StartAsync();
        var (arn, disabled) = await DisableKeyAsync(account);
        account.Sandbox.Faults = OnEveryRead(FaultKind.Throttle);
        account.Patience = 1;
        using var composition = account.Compose(FunctionKind.Alert);

        await new AlertFunction(composition).HandleAsync(disabled, Context());

        var message = account.Sandbox.Sns.Messages.ShouldHaveSingleItem().Message;
        message.ShouldContain(arn);
        message.ShouldContain("could not be read: DescribeKey: ");
    }

    [Fact]
    public async Task When_DescribeKey_alone_hangs_the_alert_has_everything_else()
    {
        await using var account = await TestAccount.StartAsync();
        var (arn, disabled) = await DisableKeyAsync(account);
        account.Sandbox.Faults = FaultPlan.Always(FaultKind.Hang, "DescribeKey");
        // The other reads have the time that this one hangs.
        account.Patience = 5;
        using var composition = account.Compose(FunctionKind.Alert);
        var metrics = MetricLines.Of(composition);

        await new AlertFunction(composition).HandleAsync(disabled, Context());

        var notice = account.Sandbox.Sns.Messages.ShouldHaveSingleItem();
        notice.Subject.ShouldBe($"[HIGH] KMS key disabled: alias/payments in {TestAccount.Id} {TestAccount.Region}");
        notice.Message.ShouldContain("could not be read: DescribeKey: Timeout: no answer within 3 seconds");
        notice.Message.ShouldContain("owner=team-a");
        notice.Message.ShouldContain($"--key-id {arn}");
        metrics.Sum("EnrichmentFailures").ShouldBe(1);
    }

    [Fact]
    public async Task An_STS_that_never_answers_does_not_hold_the_alert()
    {
        await using var account = await TestAccount.StartAsync();
        var (arn, disabled) = await DisableKeyAsync(account);
        account.Sandbox.Faults = FaultPlan.Always(FaultKind.Hang, "GetCallerIdentity");
        account.Patience = 1;
        using var composition = account.Compose(FunctionKind.Alert);
        var metrics = MetricLines.Of(composition);
        var context = Context();
        context.InvokedFunctionArn = null;

        await new AlertFunction(composition).HandleAsync(disabled, context);

        account.Sandbox.Sns.Messages.ShouldHaveSingleItem().Message.ShouldContain(arn);
        metrics.Sum("EnrichmentFailures").ShouldBe(Reads.Length);
    }

    [Fact]
    public async Task STS_is_not_asked_for_the_account_that_Lambda_names()
    {
        await using var account = await TestAccount.StartAsync();
        var (_, disabled) = await DisableKeyAsync(account);
        using var composition = account.Compose(FunctionKind.Alert);
        var metrics = MetricLines.Of(composition);

        await new AlertFunction(composition).HandleAsync(disabled, Context());

        account.Sandbox.Calls.Snapshot().ShouldNotContain(call => call.Operation == "GetCallerIdentity");
        metrics.Sum("EnrichmentFailures").ShouldBe(0);
    }

    [Theory]
    [InlineData(FaultKind.Denial)]
    [InlineData(FaultKind.LoadBalancerError)]
    [InlineData(FaultKind.Hang)]
    public async Task A_quarantine_mark_that_cannot_be_written_stops_nothing(FaultKind fault)
    {
        await using var account = await TestAccount.StartAsync();
        var (arn, disabled) = await DisableKeyAsync(account);
        account.Sandbox.Faults = FaultPlan.Always(fault, "TagResource");
        account.Patience = fault == FaultKind.Hang ? 5 : account.Patience;
        using var composition = account.Compose(FunctionKind.Alert);
        var context = Context();

        await new AlertFunction(composition).HandleAsync(disabled, context);

        account.Sandbox.Sns.Messages.ShouldHaveSingleItem();
        TestAccount.LogOf(context).ShouldContain($"The quarantine mark of {arn} could not be written: ");
        (await account.Person.ListResourceTagsAsync(new() { KeyId = arn })).Tags.ShouldHaveSingleItem().TagKey.ShouldBe("owner");
    }

    private static FaultPlan OnEveryRead(FaultKind kind) =>
        new() { Rules = [.. Reads.Select(operation => new FaultRule { Kind = kind, Operation = operation })] };

    private static async Task<(string Arn, JsonElement Disabled)> DisableKeyAsync(TestAccount account)
    {
        var arn = account.Plant(new KeySeed { Aliases = ["alias/payments"], Tags = new Dictionary<string, string> { ["owner"] = "team-a" } });
        await account.Person.DisableKeyAsync(arn);
        return (arn, account.LastEvent);
    }

    // A third of it is for reading the key.
    private static TestLambdaContext Context()
    {
        var context = TestAccount.Context();
        context.RemainingTime = TimeSpan.FromSeconds(9);
        return context;
    }
}
