using System.Net;
using System.Net.Sockets;
using Amazon.KeyManagementService.Model;
using KmsGuard.Sandbox;
using KmsGuard.Sandbox.Kms;
using KmsGuard.Sandbox.Sns;
using KmsGuard.Sandbox.Wire;

namespace KmsGuard.EndToEnd.Tests;

[Collection(PublishedFunctionTests.Name)]
public class AlertTests(PublishedFunction published)
{
    private const string Region = "us-east-1";

    // Long enough for a machine that is busy with everything else; no test waits for it but one that has failed.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    [Fact]
    public async Task Somebody_disables_a_key_and_the_topic_has_the_notice()
    {
        await using var sandbox = await AwsSandbox.StartAsync();
        var arn = sandbox.Kms.Seed(RunningFunction.Account, Region, new KeySeed { Aliases = ["alias/payments"] });
        await using var function = await RunningFunction.StartAsync(published, sandbox, "alert");
        function.ListenTo(sandbox);
        using var person = Person.In(sandbox);

        await person.DisableKeyAsync(arn);

        var notice = await NextAsync(sandbox);
        notice.Subject.ShouldBe($"[HIGH] KMS key disabled: alias/payments in {RunningFunction.Account} {Region}");
        notice.Attributes["event"].Value.ShouldBe("DisableKey");
        notice.Attributes["keyArn"].Value.ShouldBe(arn);
        notice.Publisher.ShouldBe($"arn:aws:sts::{RunningFunction.Account}:assumed-role/kmsguard/kmsguard-alert");
        await sandbox.Events.IdleAsync().WaitAsync(Patience);
        sandbox.Events.DeadLetters.ShouldBeEmpty();
        sandbox.Sns.Messages.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_night_of_trouble_is_told_in_order_by_one_process()
    {
        await using var sandbox = await AwsSandbox.StartAsync();
        var arn = sandbox.Kms.Seed(RunningFunction.Account, "eu-west-1", new KeySeed { Aliases = ["alias/ledger"] });
        await using var function = await RunningFunction.StartAsync(published, sandbox, "alert");
        function.ListenTo(sandbox);
        using var person = Person.In(sandbox, "eu-west-1");

        await person.ScheduleKeyDeletionAsync(arn, 7);
        await Should.ThrowAsync<KMSInvalidStateException>(() => person.EncryptAsync(new EncryptRequest { KeyId = arn, Plaintext = new MemoryStream([1]) }));
        await person.CancelKeyDeletionAsync(arn);
        await sandbox.Events.IdleAsync().WaitAsync(Patience);

        sandbox.Events.DeadLetters.ShouldBeEmpty();
        sandbox.Sns.Messages.Select(notice => notice.Attributes["event"].Value).ShouldBe(["ScheduleKeyDeletion", "Encrypt", "CancelKeyDeletion"]);
        sandbox.Sns.Messages.ShouldAllBe(notice => notice.Subject!.Contains("alias/ledger", StringComparison.Ordinal));
        sandbox.Sns.Messages[0].Subject!.ShouldStartWith("[CRITICAL]");
    }

    [Fact]
    public async Task Malformed_events_end_well_and_the_process_goes_on()
    {
        await using var sandbox = await AwsSandbox.StartAsync();
        await using var function = await RunningFunction.StartAsync(published, sandbox, "alert");
        foreach (var malformed in new[] { "{}", "[]", "null", "17", """{"source":"aws.kms","detail":{"eventName":{}}}""", """{"source":"aws.s3","detail":{}}""" })
        {
            (await function.InvokeAsync(malformed)).Error.ShouldBeNull(malformed);
        }

        (await function.InvokeAsync("{ this is no JSON")).Error!.ErrorType.ShouldBe("JsonSerializerException");
        using var person = Person.In(sandbox);
        await person.DisableKeyAsync(sandbox.Kms.Seed(RunningFunction.Account, Region, new KeySeed()));
        (await function.InvokeAsync(sandbox.Events.Emitted[^1].Json)).Error.ShouldBeNull();

        sandbox.Sns.Messages.Count.ShouldBe(1);
        (await function.LinesAsync("not to be retried", 6)).Count.ShouldBe(6);
    }

    [Fact]
    public async Task A_notice_that_SNS_refuses_fails_the_invocation_and_the_next_delivery_publishes_it()
    {
        await using var sandbox = await AwsSandbox.StartAsync();
        await using var function = await RunningFunction.StartAsync(published, sandbox, "alert");
        using var person = Person.In(sandbox);
        await person.DisableKeyAsync(sandbox.Kms.Seed(RunningFunction.Account, Region, new KeySeed()));
        var disabled = sandbox.Events.Emitted[^1].Json;
        sandbox.Sns.Refuse = _ => new AwsException("KMSDisabled", "The request was rejected because the topic's key is disabled.");

        var refused = await function.InvokeAsync(disabled);
        sandbox.Sns.Refuse = null;
        var delivered = await function.InvokeAsync(disabled);

        refused.Error!.ErrorType.ShouldBe("FailureException");
        refused.Error.ErrorMessage.ShouldBe("Publish: KMSDisabled: The request was rejected because the topic's key is disabled.");
        delivered.Error.ShouldBeNull();
        sandbox.Sns.Messages.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_key_that_the_function_may_not_read_is_told_of_all_the_same()
    {
        await using var sandbox = await AwsSandbox.StartAsync();
        var arn = sandbox.Kms.Seed(RunningFunction.Account, Region, new KeySeed
        {
            Policy = """{"Statement":{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:user/sandbox"},"Action":"kms:*"}}""",
        });
        await using var function = await RunningFunction.StartAsync(published, sandbox, "alert");
        function.ListenTo(sandbox);
        using var person = Person.In(sandbox);

        await person.DisableKeyAsync(arn);

        var notice = await NextAsync(sandbox);
        notice.Subject!.ShouldStartWith("[HIGH] KMS key disabled");
        notice.Message.ShouldContain("could not be read: DescribeKey: AccessDeniedException");
    }

    [Fact]
    public async Task A_KMS_that_never_answers_does_not_hold_the_alert()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await using var sandbox = await AwsSandbox.StartAsync();
        await using var function = await RunningFunction.StartAsync(
            published, sandbox, "alert", $"AWS_ENDPOINT_URL_KMS=http://{silent.LocalEndpoint}");
        function.ListenTo(sandbox);
        using var person = Person.In(sandbox);

        await person.DisableKeyAsync(sandbox.Kms.Seed(RunningFunction.Account, Region, new KeySeed()));

        var notice = await NextAsync(sandbox);
        notice.Subject!.ShouldStartWith("[HIGH] KMS key disabled");
        notice.Message.ShouldContain("could not be read: DescribeKey: Timeout: no answer within 5 seconds");
        silent.Pending().ShouldBeTrue("the function did not even try");
    }

    private static async Task<SnsMessage> NextAsync(AwsSandbox sandbox)
    {
        using var patience = new CancellationTokenSource(Patience);
        return await sandbox.Sns.NextAsync(patience.Token);
    }
}
